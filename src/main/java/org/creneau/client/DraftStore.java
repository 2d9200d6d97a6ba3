package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.creneau.client.Registrations.Draft;
import org.creneau.core.Sql;

/** Registrations that somebody has begun, in PostgreSQL. */
record DraftStore(Sql sql) {

    /** Empty when nothing was saved. */
    Future<Draft> find(UUID clientId) {
        String select = "select steps, updated_at from registration_draft where client_id = $1";
        return sql.first(
                        select,
                        Tuple.of(clientId),
                        row -> new Draft(
                                row.getJsonObject("steps"),
                                row.getOffsetDateTime("updated_at").toInstant()))
                .map(found -> found.orElseGet(() -> new Draft(new JsonObject(), null)));
    }

    /**
     * Saves a step beside the others, whoever saves them at the same time. What was declared of what was there before is
     * not declared of what is there now.
     */
    Future<Draft> save(UUID clientId, Part part) {
        String upsert = """
                insert into registration_draft as draft (client_id, steps)
                values ($1, $2::jsonb)
                on conflict (client_id) do update
                set steps = (case when draft.steps -> $3::text = excluded.steps -> $3::text then draft.steps
                             else draft.steps - 'declaration' end) || excluded.steps,
                    updated_at = clock_timestamp()
                returning steps, updated_at
                """;
        JsonObject step = new JsonObject().put(part.step().key(), part.json());
        return sql.first(
                        upsert,
                        Tuple.of(clientId, step, part.step().key()),
                        row -> new Draft(
                                row.getJsonObject("steps"),
                                row.getOffsetDateTime("updated_at").toInstant()))
                .map(saved -> saved.orElseThrow());
    }

    static Future<Void> delete(SqlClient within, UUID clientId) {
        return Sql.on(within, "delete from registration_draft where client_id = $1", Tuple.of(clientId))
                .mapEmpty();
    }
}
