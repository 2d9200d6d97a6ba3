package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Sql;

/** Clients who are there for others. */
public record PresentClients(Sql sql) {

    /** SQL: whether a {@code client} is not being erased; see {@link #isThere}. */
    public static final String IS_THERE = isThere("client.id");

    /**
     * SQL: whether a client is not being erased. From the demand on, nobody else sees anything. Who is to go because the
     * account is not used is there until that is settled: who comes back before it stays.
     *
     * @param clientId column or parameter
     */
    public static String isThere(String clientId) {
        return """
                not exists (select from erasure_request gone where gone.client_id = %s
                            and (gone.because = 'ASKED' or gone.state <> 'REQUESTED'))""".formatted(clientId);
    }

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
