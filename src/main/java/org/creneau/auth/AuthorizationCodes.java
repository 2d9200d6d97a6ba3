package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.MinistryTime;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

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

    /**
     * Makes a code in place of the one that the client has not used, and leaves the mail that tells it.
     *
     * @param within the transaction in which the client is registered
     * @return empty when the client has no registration, or has an account
     */
    public Future<Optional<Issued>> issue(SqlClient within, UUID clientId) {
        return draw(within, clientId).compose(drawn -> {
            if (drawn.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Issued issued = drawn.get().issued();
            AuthorizationStore.Addressee to = drawn.get().to();
            JsonObject model = new JsonObject()
                    .put("givenName", to.givenName())
                    .put("familyName", to.familyName())
                    .put("authorizationCode", issued.code())
                    .put("expiresOn", issued.lastDay().toString());
            Mail mail = Mail.now(Mail.Kind.CREATE_YOUR_ACCOUNT, to.email(), to.language(), model, clientId);
            return outbox.add(within, mail).map(Optional.of(issued));
        });
    }

    /** The same without the mail, for a letter. */
    public Future<Optional<Issued>> print(SqlClient within, UUID clientId) {
        return draw(within, clientId).map(drawn -> drawn.map(Drawn::issued));
    }

    private record Drawn(Issued issued, AuthorizationStore.Addressee to) {}

    private Future<Optional<Drawn>> draw(SqlClient within, UUID clientId) {
        String code = secrets.authorizationCode();
        return store.issue(within, clientId, Secrets.ofAuthorizationCode(code))
                .map(found -> found.map(to -> new Drawn(new Issued(code, to.expiresAt()), to)));
    }
}
