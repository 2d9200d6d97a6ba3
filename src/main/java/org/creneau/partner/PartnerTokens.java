package org.creneau.partner;

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

    private PartnerTokens() {}

    /**
     * Who asks, and for what.
     *
     * @param clientId as the system gave it
     * @param scope separated by spaces; null: all that the system has
     */
    public record Authenticate(
            String clientId, String secret, @Nullable String scope) {
        @Override
        public String toString() {
            return "Authenticate[" + clientId + "]"; // the secret must not reach a log
        }
    }

    /** The answer to {@link Authenticate}. */
    public sealed interface AuthenticateResult {
        /**
         * Who it is.
         *
         * @param system with the scopes that were asked for
         * @param secretId with which it was shown; its end is the end of the token
         * @param lifetimeSeconds of the token
         */
        record Authenticated(Actor.Partner system, UUID secretId, long lifetimeSeconds) implements AuthenticateResult {}

        /** No such system, or it is disabled, or the secret is wrong, revoked or over: nobody learns which. */
        record UnknownClient() implements AuthenticateResult {}

        /** A scope that does not exist, or that the system has not. */
        record InvalidScope() implements AuthenticateResult {}
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
