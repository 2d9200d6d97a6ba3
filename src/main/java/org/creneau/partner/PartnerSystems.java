package org.creneau.partner;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** Which systems partners have, and their secrets and public keys: for managers of the ministry. Served by {@link PartnerVerticle}. */
public final class PartnerSystems {

    public static final Address<ListSystems, ListResult> LIST = new Address<>("partner.list");
    public static final Address<Add, AddResult> ADD = new Address<>("partner.add");
    public static final Address<AddSecret, AddSecretResult> ADD_SECRET = new Address<>("partner.add-secret");
    public static final Address<RevokeSecret, ChangeResult> REVOKE_SECRET = new Address<>("partner.revoke-secret");
    public static final Address<Disable, ChangeResult> DISABLE = new Address<>("partner.disable");

    /** So many secrets may be good at once: one follows another, and a few systems are changed over slowly. */
    public static final int MOST_SECRETS = 5;

    public static final int NAME_MAX_LENGTH = 100;

    /** A month. */
    public static final int LONGEST_OVERLAP_MINUTES = 43_200;

    /** A day: what is not changed over by then is told by a 401, not by a stolen secret. */
    public static final int DEFAULT_OVERLAP_MINUTES = 1_440;

    private PartnerSystems() {}

    /**
     * A partner's system.
     *
     * @param disabledAt null: it may come in
     * @param secrets the newest first
     */
    public record PartnerSystem(
            UUID id,
            String organisation,
            String name,
            Set<Scope> scopes,
            Instant createdAt,
            @Nullable Instant disabledAt,
            List<Secret> secrets) {
        public PartnerSystem {
            scopes = Set.copyOf(scopes);
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * One of its secrets, of which only the digest is kept; or a public key, which stands in the place of a secret.
     *
     * @param publicKey as PEM; null: it is a secret
     * @param expiresAt from which it is good no longer; null: never by itself
     * @param revokedAt null: it was not
     */
    public record Secret(
            UUID id,
            @Nullable String publicKey,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /**
     * A secret that was just drawn, or a public key that was just taken.
     *
     * @param secret to be told once: nobody can read it again; null: it is a public key
     */
    public record Issued(
            PartnerSystem system, UUID secretId, @Nullable String secret) {
        @Override
        public String toString() {
            return "Issued[" + secretId + "]"; // what must not reach a log
        }
    }

    /**
     * Systems, the newest first.
     *
     * @param organisation only this one's; null: all
     * @param limit 1 to 100
     */
    public record ListSystems(
            @Nullable String organisation,
            int limit,
            @Nullable String cursor) {}

    /** The answer to {@link ListSystems}. */
    public sealed interface ListResult {
        record Found(Page<PartnerSystem> page) implements ListResult {}

        record BadCursor() implements ListResult {}
    }

    /**
     * Adds a system with its first secret, or with a public key.
     *
     * @param by who does it
     * @param name for people, 1 to {@link #NAME_MAX_LENGTH} characters
     * @param publicKey as PEM, RSA with 2048 to 4096 bits or P-256; null: a secret is drawn
     */
    public record Add(
            Author by,
            String organisation,
            String name,
            Set<Scope> scopes,
            @Nullable String publicKey) {
        public Add {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The answer to {@link Add}. */
    public sealed interface AddResult {
        record Added(Issued issued) implements AddResult {}

        record Invalid(List<FieldProblem> problems) implements AddResult {}
    }

    /**
     * Adds a secret, or a public key; those that are good now end after the overlap.
     *
     * @param publicKey as of {@link Add}
     * @param overlapMinutes 0 to {@link #LONGEST_OVERLAP_MINUTES}; 0 ends them, and their tokens, at once
     */
    public record AddSecret(
            Author by, UUID systemId, @Nullable String publicKey, int overlapMinutes) {}

    /** The answer to {@link AddSecret}. */
    public sealed interface AddSecretResult {
        record Added(Issued issued) implements AddSecretResult {}

        record Invalid(List<FieldProblem> problems) implements AddSecretResult {}

        record NotFound() implements AddSecretResult {}

        record IsDisabled() implements AddSecretResult {}

        /** {@link #MOST_SECRETS} are good already: revoke one. */
        record TooMany() implements AddSecretResult {}
    }

    /** Ends a secret and its tokens: at once here, within about a second on the other nodes. */
    public record RevokeSecret(Author by, UUID systemId, UUID secretId) {}

    /** Ends a system with all its secrets and tokens, for good. */
    public record Disable(Author by, UUID systemId) {}

    /** The answer to {@link RevokeSecret} and {@link Disable}. */
    public sealed interface ChangeResult {
        /** Now, or before. */
        record Changed(PartnerSystem system) implements ChangeResult {}

        record NotFound() implements ChangeResult {}
    }

    /** Who manages systems. */
    public sealed interface Author {
        record Employee(Actor.Staff staff) implements Author {}

        /** Somebody with access to the database. */
        record Operator() implements Author {}
    }
}
