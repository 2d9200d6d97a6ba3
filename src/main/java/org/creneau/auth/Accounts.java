package org.creneau.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.auth.Recovery.Authorization;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** What can be done with accounts and log-ins. Served by {@link AuthVerticle}. */
public final class Accounts {

    public static final Address<Create, CreateResult> CREATE = new Address<>("auth.create");
    public static final Address<LogIn, LogInResult> LOG_IN = new Address<>("auth.log-in");
    public static final Address<Refresh, RefreshResult> REFRESH = new Address<>("auth.refresh");
    public static final Address<LogOut, LogOutResult> LOG_OUT = new Address<>("auth.log-out");
    public static final Address<Find, FindResult> FIND = new Address<>("auth.find");
    public static final Address<ChangeAccount, ChangeAccountResult> CHANGE_ACCOUNT =
            new Address<>("auth.change-account");
    public static final Address<ChangePassword, ChangePasswordResult> CHANGE_PASSWORD =
            new Address<>("auth.change-password");
    public static final Address<VerifyPassword, VerifyPasswordResult> VERIFY_PASSWORD =
            new Address<>("auth.verify-password");

    private Accounts() {}

    /** A question of the menu (its id) and the answer, compared exactly (guide 3.3). */
    public record SecurityAnswer(String question, String answer) {
        @Override
        public String toString() {
            return "SecurityAnswer[" + question + "]"; // what must not reach a log
        }
    }

    /**
     * Creates an account, and its client unless a registration has one (guide 3.2, 3.3).
     *
     * @param language of what is sent to the client: {@code fr} or {@code en}
     * @param authorization links the account to the registration that a partner has made; null: there is none
     * @param from the address that the attempt comes from
     */
    public record Create(
            String userCode,
            String password,
            String email,
            List<SecurityAnswer> securityAnswers,
            String language,
            @Nullable Authorization authorization,
            String from) {
        public Create {
            securityAnswers = List.copyOf(securityAnswers);
        }

        @Override
        public String toString() {
            return "Create[]";
        }
    }

    /** The answer to {@link Create}. */
    public sealed interface CreateResult {
        /** @param id the client's id */
        record Created(UUID id, String userCode) implements CreateResult {
            @Override
            public String toString() {
                return "Created[" + id + "]";
            }
        }

        record UserCodeTaken() implements CreateResult {}

        record Invalid(List<FieldProblem> problems) implements CreateResult {}

        /** The authorization code, or what comes with it, is not good: nobody learns which. */
        record AuthorizationInvalid() implements CreateResult {}

        /** Too many wrong authorization codes from this address. */
        record Locked(long retryAfterSeconds) implements CreateResult {}
    }

    /**
     * Logs in.
     *
     * @param from the address that the attempt comes from
     */
    public record LogIn(String userCode, String password, String from) {
        @Override
        public String toString() {
            return "LogIn[]";
        }
    }

    /**
     * What a client gets to prove who it is.
     *
     * @param expiresInSeconds of the access token
     */
    public record Tokens(String accessToken, String refreshToken, long expiresInSeconds, boolean mustChangePassword) {
        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    /** The answer to {@link LogIn}. */
    public sealed interface LogInResult {
        record LoggedIn(Tokens tokens) implements LogInResult {}

        /** Unknown user code or wrong password: nobody learns which. */
        record BadCredentials() implements LogInResult {}

        /** Too many failures from this address; the same for user codes that nobody has. */
        record Locked(long retryAfterSeconds) implements LogInResult {}
    }

    /** Exchanges a refresh token, once. */
    public record Refresh(String refreshToken) {
        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    /** The answer to {@link Refresh}. */
    public sealed interface RefreshResult {
        record Refreshed(Tokens tokens) implements RefreshResult {}

        /** Unknown, expired, of an ended session, or used before, which ends the session. */
        record Rejected() implements RefreshResult {}
    }

    /** Ends the session of the token that the caller presented. */
    public record LogOut(Principal principal) {}

    /** The answer to {@link LogOut}. */
    public record LogOutResult() {}

    /** The account of this client. */
    public record Find(UUID clientId) {}

    /** The answer to {@link Find}. */
    public sealed interface FindResult {
        record Found(Account account) implements FindResult {}

        record NotFound() implements FindResult {}
    }

    /** An account as its owner sees it: the answers to the questions are never shown. */
    public record Account(
            UUID clientId, String userCode, String email, String language, List<String> questions, Instant createdAt) {
        public Account {
            questions = List.copyOf(questions);
        }

        @Override
        public String toString() {
            return "Account[" + clientId + "]";
        }
    }

    /**
     * Changes what is given here (guide 6.2).
     *
     * @param currentPassword needed for everything but the language
     * @param securityAnswers both, in place of those that were there
     * @param from the address that the attempt comes from
     */
    public record ChangeAccount(
            Principal principal,
            @Nullable String currentPassword,
            @Nullable String userCode,
            @Nullable String email,
            @Nullable String language,
            @Nullable List<SecurityAnswer> securityAnswers,
            String from) {
        public ChangeAccount {
            securityAnswers = securityAnswers == null ? null : List.copyOf(securityAnswers);
        }

        /** Whether it takes the password to do this. */
        boolean isSensitive() {
            return userCode != null || email != null || securityAnswers != null;
        }

        @Override
        public String toString() {
            return "ChangeAccount[]";
        }
    }

    /** The answer to {@link ChangeAccount}. */
    public sealed interface ChangeAccountResult {
        record Changed(Account account) implements ChangeAccountResult {}

        record NotFound() implements ChangeAccountResult {}

        /** The current password is wrong. */
        record BadCredentials() implements ChangeAccountResult {}

        record Locked(long retryAfterSeconds) implements ChangeAccountResult {}

        record UserCodeTaken() implements ChangeAccountResult {}

        record Invalid(List<FieldProblem> problems) implements ChangeAccountResult {}
    }

    /**
     * Changes the password (guide 6.4); the other sessions of the account end.
     *
     * @param from the address that the attempt comes from
     */
    public record ChangePassword(Principal principal, String currentPassword, String newPassword, String from) {
        @Override
        public String toString() {
            return "ChangePassword[]";
        }
    }

    /** The answer to {@link ChangePassword}. */
    public sealed interface ChangePasswordResult {
        record Changed(Tokens tokens) implements ChangePasswordResult {}

        /** The current password is wrong. */
        record BadCredentials() implements ChangePasswordResult {}

        record Locked(long retryAfterSeconds) implements ChangePasswordResult {}

        record Invalid(List<FieldProblem> problems) implements ChangePasswordResult {}
    }

    /**
     * Asks for the password again, before something that cannot be undone.
     *
     * @param from the address that the attempt comes from
     */
    public record VerifyPassword(Principal principal, String password, String from) {
        @Override
        public String toString() {
            return "VerifyPassword[]";
        }
    }

    /** The answer to {@link VerifyPassword}. */
    public sealed interface VerifyPasswordResult {
        record Verified() implements VerifyPasswordResult {}

        /** It is wrong, or the client has no account. */
        record BadCredentials() implements VerifyPasswordResult {}

        record Locked(long retryAfterSeconds) implements VerifyPasswordResult {}
    }

    /**
     * Who a verified token speaks for.
     *
     * @param sessionId null for tokens that were not given by a log-in (seeded ones)
     * @param mustChangePassword nothing but changing the password is allowed
     */
    public record Principal(Actor actor, @Nullable UUID sessionId, boolean mustChangePassword, Instant expiresAt) {

        /** Of a client who is nothing else. */
        public Principal(UUID clientId, @Nullable UUID sessionId, boolean mustChangePassword, Instant expiresAt) {
            this(new Actor.Client(clientId), sessionId, mustChangePassword, expiresAt);
        }

        /** The client whose own file and bookings these are. Not for a partner's system, which has none. */
        public UUID clientId() {
            if (actor instanceof Actor.Partner) {
                throw new IllegalStateException("a partner's system is no client");
            }
            return actor.id();
        }
    }
}
