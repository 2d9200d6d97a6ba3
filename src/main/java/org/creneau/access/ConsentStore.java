package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Sql;

/** Whom clients let use their file, in PostgreSQL. */
record ConsentStore(Sql sql) {

    /** Whether the client has consented to the organisation's use of the file, and not withdrawn it. */
    Future<Boolean> isGiven(UUID clientId, String organisation) {
        String select = """
                select from consent where client_id = $1 and organisation_id = $2 and withdrawn_at is null
                """;
        return sql.execute(select, Tuple.of(clientId, organisation)).map(rows -> rows.size() > 0);
    }

    /** Which of the clients have. */
    Future<Set<UUID>> given(Set<UUID> clientIds, String organisation) {
        if (clientIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        String select = """
                select client_id from consent
                where client_id = any ($1) and organisation_id = $2 and withdrawn_at is null
                """;
        return sql.execute(select, Tuple.of(clientIds.toArray(UUID[]::new), organisation))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }
}
