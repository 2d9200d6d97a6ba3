package org.creneau.partner;

import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens for partners' systems (RFC 6749, section 4.4). Two steps, so that a limit on a system's tokens counts
 * only what the system itself asks for. Served by {@link PartnerVerticle}.
 */
public final class PartnerTokens {

    public static final Address<Authenticate, AuthenticateResult> AUTHENTICATE = new Address<>("partner.authenticate");
    public static final Address<Issue, Token> ISSUE = new Address<>("partner.issue");

    /** Where they are asked for, below this server's address. */
    public static final String PATH = "/oauth/token";

    /** With which a system may sign, of RFC 7518. */
    public static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");

    private PartnerTokens() {}

    /** How a system shows who it is. */
    public sealed interface Proof {
        /** It tells a secret (RFC 6749, section 2.3.1). */
        record Secret(String text) implements Proof {
            @Override
            public String toString() {
                return "Secret[]"; // what must not reach a log
            }
        }

        /** It signs with a private key (RFC 7523, section 2.2). */
        record Assertion(String jwt) implements Proof {
            @Override
            public String toString() {
                return "Assertion[]";
            }
        }
    }

    /**
     * Who asks, and for what.
     *
     * @param clientId as the system gave it; null: an assertion says it
     * @param scope separated by spaces; null: all that the system has
     */
    public record Authenticate(
            @Nullable String clientId,
            Proof proof,
            @Nullable String scope) {}

    /** The answer to {@link Authenticate}. */
    public sealed interface AuthenticateResult {
        /**
         * Who it is.
         *
         * @param system with the scopes that were asked for
         * @param secretId of the secret or key with which it was shown; its end is the end of the token
         * @param lifetimeSeconds of the token
         */
        record Authenticated(Actor.Partner system, UUID secretId, long lifetimeSeconds) implements AuthenticateResult {}

        /** No such system, or it is disabled, or the secret or key is wrong, revoked or over: nobody learns which. */
        record UnknownClient() implements AuthenticateResult {}

        /** It was signed with a good key, but is not what was to be signed. */
        record BadAssertion(Refusal why) implements AuthenticateResult {}

        /** A scope that does not exist, or that the system has not. */
        record InvalidScope() implements AuthenticateResult {}
    }

    /** What is wrong with an assertion. */
    public enum Refusal {
        /** {@code iss} and {@code sub} are not both the system's id. */
        NOT_ITSELF,
        /** {@code aud} is not this server, or somebody else, too. */
        OTHER_AUDIENCE,
        /** It is over, has not begun, names no end, or one that is more than an hour ahead. */
        OUT_OF_TIME,
        /** {@code jti} is missing or longer than 255 characters. */
        NO_ID,
        /** It has let in before. */
        USED
    }

    /** Signs a token. */
    public record Issue(AuthenticateResult.Authenticated to) {}

    /** @param text the access token */
    public record Token(String text) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
