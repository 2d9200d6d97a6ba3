package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.creneau.core.Sql;

/** Who works for whom, in PostgreSQL: what holds whoever changes it. */
final class RosterStore {

    private RosterStore() {}

    static Future<Void> turn(SqlClient within) {
        return Sql.on(within, "update staff_roster set changes = changes + 1", Tuple.tuple())
                .mapEmpty();
    }

    static Future<Boolean> isLastOfTheMinistrysManagers(SqlClient within, UUID id) {
        String select = """
                select count(*) = 1 and bool_and(staff_member.client_id = $1)
                from staff_member join organisation on organisation.id = staff_member.organisation_id
                where staff_member.role = 'MANAGER' and organisation.kind = 'MINISTRY'
                """;
        return Sql.on(within, select, Tuple.of(id))
                .map(rows -> Boolean.TRUE.equals(rows.iterator().next().getBoolean(0)));
    }
}
