package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.creneau.core.Sql;

/** What clients change in their own accounts, as lines of their files' history. */
final class HistoryStore {

    private HistoryStore() {}

    /**
     * Adds a line.
     *
     * @param within the transaction of the change
     * @param details never a password, an answer or a code
     */
    static Future<Void> add(SqlClient within, UUID clientId, String change, JsonObject details) {
        String insert = """
                insert into file_history (client_id, actor, source, change, details) values ($1, $1, 'CLIENT', $2, $3)
                """;
        return Sql.on(within, insert, Tuple.of(clientId, change, details)).mapEmpty();
    }
}
