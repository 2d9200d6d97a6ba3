package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.core.MinistryTime;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Gives the codes by which those whom somebody else has registered make their account (guide 3.2). For whoever registers
 * people on their behalf.
 */
public final class AuthorizationCodes {

    private final AuthorizationStore store;
    private final Secrets secrets;
    private final Outbox outbox;

    AuthorizationCodes(AuthorizationStore store, Secrets secrets, Outbox outbox) {
        this.store = store;
        this.secrets = secrets;
        this.outbox = outbox;
    }

    /**
     * A code, to be read once: the database has only its digest.
     *
     * @param code three groups of four, such as {@code 7KQM-2XPA-9RTB}; typed in any case, with or without the hyphens
     */
    public record Issued(String code, OffsetDateTime expiresAt) {
        /** On which it can be used. */
        public LocalDate lastDay() {
            return expiresAt.atZoneSameInstant(MinistryTime.ZONE).toLocalDate();
        }

        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /** Whose code it is, and where mail about it goes. */
    public record Addressee(String givenName, String familyName, String email, String language) {
        @Override
        public String toString() {
            return "Addressee[]"; // what must not reach a log
        }
    }

    /** What it comes to that somebody is to have a code. */
    public sealed interface IssueResult {
        record Given(Issued issued, Addressee to) implements IssueResult {}

        /** The client has an account, or no registration. */
        record Needless() implements IssueResult {}

        /**
         * Somebody other than the client has changed the e-mail address of the file within the last days. Whoever may use the
         * file could otherwise have the mail sent to an address of their own, and take the account.
         */
        record Paused() implements IssueResult {}
    }

    /**
     * Makes a code in place of the one that the client has not used, and leaves the mail that tells it.
     *
     * @param within the transaction in which the client is registered
     */
    public Future<IssueResult> issue(SqlClient within, UUID clientId) {
        return draw(within, clientId, given -> {
            JsonObject model = named(given.to())
                    .put("authorizationCode", given.issued().code())
                    .put("expiresOn", given.issued().lastDay().toString());
            return outbox.add(within, mail(Mail.Kind.CREATE_YOUR_ACCOUNT, given.to(), model, null, clientId));
        });
    }

    /** The same for a letter: the mail says that there is one, once a day at the most, and not what is in it. */
    public Future<IssueResult> print(SqlClient within, UUID clientId) {
        return draw(within, clientId, given -> {
            String onceADay =
                    "letter-printed:" + clientId + ":" + given.issued().lastDay();
            return outbox.add(
                    within, mail(Mail.Kind.LETTER_PRINTED, given.to(), named(given.to()), onceADay, clientId));
        });
    }

    private Future<IssueResult> draw(SqlClient within, UUID clientId, Function<IssueResult.Given, Future<Void>> tell) {
        return store.issue(within, clientId, secrets.authorizationCode())
                .compose(result -> result instanceof IssueResult.Given given
                        ? tell.apply(given).map(given)
                        : Future.succeededFuture(result));
    }

    private static JsonObject named(Addressee to) {
        return new JsonObject().put("givenName", to.givenName()).put("familyName", to.familyName());
    }

    private static Mail mail(
            Mail.Kind kind, Addressee to, JsonObject model, @Nullable String dedupeKey, UUID clientId) {
        return new Mail(kind, to.email(), to.language(), model, dedupeKey, clientId, Duration.ZERO);
    }
}
