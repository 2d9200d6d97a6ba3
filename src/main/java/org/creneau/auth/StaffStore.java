package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Sql;

/** Which accounts are those of employees, in PostgreSQL. */
record StaffStore(Sql sql) {

    /** Whom the tokens of this client's account speak for from now on. */
    Future<Actor> actor(UUID clientId) {
        String select = """
                select staff_member.organisation_id, staff_member.role = 'MANAGER' as manager,
                       organisation.kind = 'MINISTRY' as ministry
                from staff_member join organisation on organisation.id = staff_member.organisation_id
                where staff_member.client_id = $1
                """;
        return sql.first(select, Tuple.of(clientId), row -> (Actor) new Actor.Staff(
                        clientId,
                        row.getString("organisation_id"),
                        row.getBoolean("ministry"),
                        row.getBoolean("manager")))
                .map(staff -> staff.orElseGet(() -> new Actor.Client(clientId)));
    }
}
