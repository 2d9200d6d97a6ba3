package org.creneau.auth;

import java.time.LocalDate;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/** What those can do who have no account yet but a code for one, or who cannot get into theirs. */
public final class Recovery {

    public static final Address<CheckAuthorization, CheckResult> CHECK_AUTHORIZATION =
            new Address<>("auth.check-authorization");
    public static final Address<RemindUserCode, RecoveryResult> REMIND_USER_CODE =
            new Address<>("auth.remind-user-code");
    public static final Address<SendTemporaryPassword, RecoveryResult> SEND_TEMPORARY_PASSWORD =
            new Address<>("auth.send-temporary-password");

    private Recovery() {}

    /** As documents have it. */
    public enum Sex {
        F,
        M
    }

    /** What somebody shows who was registered by a partner, in the first step (guide 3.2). */
    public record AuthorizationClaim(String authorizationCode, LocalDate birthDate, Sex sex) {
        @Override
        public String toString() {
            return "AuthorizationClaim[]";
        }
    }

    /**
     * The same with what the second step adds: the number that the first step asked for.
     *
     * @param referenceNumber of a client whom the ministry knew before
     * @param clientNumber of a new one
     */
    public record Authorization(
            AuthorizationClaim claim,
            @Nullable String referenceNumber,
            @Nullable String clientNumber) {
        @Override
        public String toString() {
            return "Authorization[]";
        }
    }

    /** Asks which number an account made with this code needs; nothing is used up. */
    public record CheckAuthorization(AuthorizationClaim claim, String from) {
        @Override
        public String toString() {
            return "CheckAuthorization[]";
        }
    }

    /** The number that proves who somebody is (guide 3.2, second step). */
    public enum RequiredNumber {
        REFERENCE_NUMBER,
        CLIENT_NUMBER
    }

    /** The answer to {@link CheckAuthorization}. */
    public sealed interface CheckResult {
        record Good(RequiredNumber requires) implements CheckResult {}

        /** No such code, over, used, tried too often, or somebody else's: nobody learns which. */
        record Invalid() implements CheckResult {}

        record Locked(long retryAfterSeconds) implements CheckResult {}
    }

    /**
     * Sends the user code to the address of its account (guide 4.2).
     *
     * @param number exactly one of the three
     * @param from the address that the attempt comes from
     */
    public record RemindUserCode(
            String givenName, String familyName, LocalDate birthDate, Sex sex, Identifier number, String from) {
        @Override
        public String toString() {
            return "RemindUserCode[]";
        }
    }

    /** What somebody is found by, beside the name. */
    public sealed interface Identifier {
        record ReferenceNumber(String value) implements Identifier {
            @Override
            public String toString() {
                return "ReferenceNumber[]";
            }
        }

        record ClientNumber(String value) implements Identifier {
            @Override
            public String toString() {
                return "ClientNumber[]";
            }
        }

        record Email(String value) implements Identifier {
            @Override
            public String toString() {
                return "Email[]";
            }
        }
    }

    /**
     * Sends a temporary password to the address of an account (guide 4.3).
     *
     * @param securityAnswer only asked for when the operator wants it
     * @param from the address that the attempt comes from
     */
    public record SendTemporaryPassword(
            String userCode, String email, @Nullable SecurityAnswer securityAnswer, String from) {
        @Override
        public String toString() {
            return "SendTemporaryPassword[]";
        }
    }

    /** The answer to {@link RemindUserCode} and {@link SendTemporaryPassword}. */
    public sealed interface RecoveryResult {
        /** Whether or not there is anybody to whom a mail was written: nobody learns which. */
        record Accepted() implements RecoveryResult {}

        record Locked(long retryAfterSeconds) implements RecoveryResult {}

        /** The operator wants the answer to a security question too. */
        record AnswerRequired() implements RecoveryResult {}
    }
}
