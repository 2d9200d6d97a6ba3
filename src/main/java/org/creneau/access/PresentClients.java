package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Sql;

/** Clients who are there for others. */
public record PresentClients(Sql sql) {

    /** Of a {@code client} who is not being erased: from the demand on, nobody else sees anything. */
    public static final String IS_THERE = """
            not exists (select from erasure_request gone where gone.client_id = client.id
                        and (gone.because = 'ASKED' or gone.state <> 'REQUESTED'))""";

    /** Which of these clients are. */
    Future<Set<UUID>> among(Set<UUID> clientIds) {
        if (clientIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        String select = "select id from client where id = any ($1) and " + IS_THERE;
        return sql.execute(select, Tuple.of(clientIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }
}
