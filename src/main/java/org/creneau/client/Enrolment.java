package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Sql;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/** Makes a file with everything that belongs to it: all of it or nothing. */
record Enrolment(Sql sql, Outbox outbox) {

    /** @return empty when somebody with one of the numbers, or the client itself, was faster */
    Future<Optional<ClientFile>> enrol(UUID clientId, Form form, String language) {
        return sql.transaction(within -> FileStore.insert(within, clientId, form, language)
                .compose(inserted -> inserted
                        ? finish(within, clientId, form).map(Optional::of)
                        : Future.succeededFuture(Optional.empty())));
    }

    private Future<ClientFile> finish(SqlClient within, UUID clientId, Form form) {
        JsonObject details = new JsonObject().put("declaration", form.consent().version());
        return DraftStore.delete(within, clientId)
                .compose(deleted -> FileStore.note(within, clientId, "REGISTERED", details))
                .compose(noted -> OfferStore.flag(within, clientId))
                .compose(flagged -> FileStore.read(within, clientId))
                .compose(file -> tell(within, file).map(file));
    }

    /** Guide 2.5, 4.11. */
    private Future<Void> tell(SqlClient within, ClientFile file) {
        JsonObject model = Values.object(
                "givenName",
                file.identity().givenName(),
                "familyName",
                file.identity().familyName(),
                "clientNumber",
                String.valueOf(file.number()),
                "referenceNumber",
                file.identity().referenceNumber());
        return outbox.add(
                within,
                Mail.now(
                        Mail.Kind.REGISTRATION_CONFIRMED,
                        file.identity().email(),
                        file.language(),
                        model,
                        file.clientId()));
    }
}
