package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.PresentClients;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.desk.Notes.Note;
import org.jspecify.annotations.Nullable;

/** Notes in PostgreSQL: added, read, and nothing else. */
record NoteStore(Sql sql, AuditLog auditLog) {

    private static final String COLUMNS = "id, author, organisation_id, text, created_at";

    /** Empty for a client who is being erased. */
    Future<Optional<Note>> add(Notes.Add command) {
        String insert = """
                insert into client_note (id, client_id, author, organisation_id, text)
                select $1, client.id, $3, $4, $5 from client where client.id = $2 and %s
                returning %s""".formatted(PresentClients.IS_THERE, COLUMNS);
        Tuple parameters = Tuple.of(
                Ids.next(), command.clientId(), command.by().id(), command.by().organisation(), command.text());
        AuditEntry entry = AuditEntry.by(command.by(), command.clientId(), Action.NOTE_ADDED, new JsonObject());
        return sql.transaction(within -> Sql.on(within, insert, parameters)
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : auditLog.record(within, entry)
                                .map(noted -> Optional.of(note(rows.iterator().next())))));
    }

    /**
     * Newest first; ids are in order of time.
     *
     * @param organisation only its notes; null: all
     * @param before only older ones than this; null: all
     */
    Future<List<Note>> page(UUID clientId, @Nullable String organisation, int limit, @Nullable UUID before) {
        String select = """
                select %s from client_note
                where client_id = $1 and ($2::text is null or organisation_id = $2) and ($3::uuid is null or id < $3)
                order by id desc
                limit $4""".formatted(COLUMNS);
        return sql.execute(select, Tuple.of(clientId, organisation, before, limit))
                .map(rows -> rows.stream().map(NoteStore::note).toList());
    }

    private static Note note(Row row) {
        return new Note(
                row.getUUID("id"),
                row.getUUID("author"),
                row.getString("organisation_id"),
                row.getString("text"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
