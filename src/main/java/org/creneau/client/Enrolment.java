package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;
import org.creneau.client.Recognition.Match;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/** Makes a file, or hands one over, with everything that belongs to it: all of it or nothing. */
record Enrolment(Sql sql, Outbox outbox) {

    /** @return empty when somebody with one of the numbers, or the client itself, was faster */
    Future<Optional<ClientFile>> enrol(UUID clientId, Form form, String language) {
        return sql.transaction(within -> FileStore.insert(within, clientId, form, language)
                .compose(inserted -> inserted
                        ? finish(within, clientId, clientId, form).map(Optional::of)
                        : Future.succeededFuture(Optional.empty())));
    }

    /**
     * Gives the file that a partner made to the client's account, with what the form says now. The account moves, not the
     * file: the file's bookings stay with it.
     *
     * @return empty when the account has a past of its own, or there is none
     */
    Future<Optional<ClientFile>> link(UUID clientId, Match match, Form form) {
        UUID target = match.clientId();
        return sql.transaction(within -> PersonStore.moveAccount(within, clientId, target)
                .compose(moved -> {
                    if (!moved) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    return takeOver(within, target, form)
                            .compose(taken -> FileStore.note(within, target, clientId, "ACCOUNT", new JsonObject()))
                            .compose(noted -> finish(within, clientId, target, form))
                            .compose(file -> tellFormerAddress(within, file, match.email())
                                    .map(Optional.of(file)));
                }));
    }

    private static Future<Void> takeOver(SqlClient within, UUID target, Form form) {
        return FileStore.read(within, target)
                .compose(file -> FileStore.update(within, file.with(form)))
                .compose(updated -> updated
                        ? FileStore.declare(within, target, form.consent().version())
                        : Future.failedFuture(new Unavailable("a file that changes", null)));
    }

    private Future<ClientFile> finish(SqlClient within, UUID actor, UUID clientId, Form form) {
        JsonObject details = new JsonObject().put("declaration", form.consent().version());
        return DraftStore.delete(within, actor)
                .compose(deleted -> FileStore.note(within, clientId, actor, "REGISTERED", details))
                .compose(noted -> OfferStore.flag(within, clientId))
                .compose(flagged -> FileStore.read(within, clientId))
                .compose(file -> tell(within, file, file.identity().email()).map(file));
    }

    /** Somebody who is not the person would otherwise take over a file unnoticed. */
    private Future<Void> tellFormerAddress(SqlClient within, ClientFile file, String former) {
        return former.equalsIgnoreCase(file.identity().email()) ? Future.succeededFuture() : tell(within, file, former);
    }

    /** Guide 2.5, 4.11. */
    private Future<Void> tell(SqlClient within, ClientFile file, String address) {
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
                within, Mail.now(Mail.Kind.REGISTRATION_CONFIRMED, address, file.language(), model, file.clientId()));
    }
}
