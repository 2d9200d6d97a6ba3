package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;

/** All that the tables hold about one client, in one statement, as of one moment. PostgreSQL writes the JSON. */
record ExportStore(Sql sql, AuditLog auditLog) {

    /** Entries of each list, the newest: some hundred bytes each. Nobody has as many who uses the service as it is meant. */
    static final int MOST = 1_000;

    private static final String STATEMENT = statement();

    /** Empty when there is no such client. The request itself is in the document already. */
    Future<Optional<Buffer>> export(UUID clientId) {
        return sql.transaction(within -> note(within, clientId)
                .compose(known -> known
                        ? auditLog.record(within, AuditEntry.byClient(clientId, AuditEntry.Action.DATA_EXPORTED))
                                .compose(noted -> Sql.on(within, STATEMENT, Tuple.of(clientId)))
                                .map(rows -> Optional.of(
                                        Buffer.buffer(rows.iterator().next().getString(0))))
                        : Future.succeededFuture(Optional.empty())));
    }

    private static Future<Boolean> note(SqlClient within, UUID clientId) {
        String insert = """
                insert into file_history (client_id, actor, source, change)
                select id, id, 'CLIENT', 'EXPORTED' from client where id = $1
                """;
        return Sql.on(within, insert, Tuple.of(clientId)).map(rows -> rows.rowCount() > 0);
    }

    private static String statement() {
        String sections = Holdings.SHOWN.stream()
                .map(section -> "'" + section.name() + "', " + section.sql(MOST))
                .collect(Collectors.joining(",\n"));
        String truncated = Holdings.SHOWN.stream()
                .filter(section -> !section.single())
                .map(section -> "case when " + section.longerThan(MOST) + " then '" + section.name() + "' end")
                .collect(Collectors.joining(",\n"));
        return "select json_strip_nulls(json_build_object('asOf', clock_timestamp(),\n" + sections
                + ",\n'truncated', array_remove(array[" + truncated + "], null)))::text";
    }
}
