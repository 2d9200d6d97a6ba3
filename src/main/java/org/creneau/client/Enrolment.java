package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Sql;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/** Makes a file with everything that belongs to it: all of it or nothing. */
record Enrolment(Sql sql, Outbox outbox) {

    /** Somebody with one of the numbers was faster. */
    static final class Outrun extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Outrun() {
            super("somebody was faster", null, false, false);
        }
    }

    /** @return empty when somebody with one of the numbers, or the client itself, was faster */
    Future<Optional<ClientFile>> enrol(UUID clientId, Form form, String language) {
        Author client = Author.of(new Actor.Client(clientId), clientId);
        return sql.transaction(within -> enrol(within, clientId, form, language, client));
    }

    /** The same as a part of something larger. */
    Future<Optional<ClientFile>> enrol(SqlClient within, UUID clientId, Form form, String language, Author author) {
        return FileStore.insert(within, clientId, form, language, author.source())
                .compose(inserted -> inserted
                        ? finish(within, clientId, form, author).map(Optional::of)
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<ClientFile> finish(SqlClient within, UUID clientId, Form form, Author author) {
        JsonObject details = new JsonObject().put("declaration", form.consent().version());
        return DraftStore.delete(within, clientId)
                .compose(deleted -> FileStore.note(within, clientId, author, "REGISTERED", details))
                .compose(noted -> MyOfferStore.flag(within, clientId))
                .compose(flagged -> FileStore.read(within, clientId))
                .compose(file -> outbox.add(within, confirmation(file)).map(file));
    }

    /** Guide 2.5, 4.11. */
    Mail confirmation(ClientFile file) {
        JsonObject model = Values.object(
                "givenName",
                file.identity().givenName(),
                "familyName",
                file.identity().familyName(),
                "clientNumber",
                String.valueOf(file.number()),
                "referenceNumber",
                file.identity().referenceNumber());
        return Mail.now(
                Mail.Kind.REGISTRATION_CONFIRMED, file.identity().email(), file.language(), model, file.clientId());
    }
}
