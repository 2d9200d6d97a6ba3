package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
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
}
