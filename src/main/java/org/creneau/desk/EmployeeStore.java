package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Roster;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.creneau.desk.Employees.Add;
import org.creneau.desk.Employees.AddResult;
import org.creneau.desk.Employees.ChangeResult;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.Role;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * The roster in PostgreSQL. Its changes take turns: each begins with the one row of {@code staff_roster} ({@link Roster}),
 * so that of two managers who remove each other at the same time the second finds what the first has left.
 */
record EmployeeStore(Sql sql, AuditLog auditLog, Outbox outbox) {

    private static final String SELECT = """
            select staff_member.client_id, account.user_code, staff_member.organisation_id, staff_member.role,
                   staff_member.created_at
            from staff_member join account on account.client_id = staff_member.client_id
            """;

    /**
     * Those with a token since the person is an employee, so the others say no role: nobody is logged out by being taken on
     * and let go. A token is signed some moments after its row, and may say what is newer than that.
     */
    private static final String END_SESSIONS = """
            update session set ended_at = now(), end_reason = 'ROLE_CHANGED'
            where ended_at is null and account_id = (select id from account where client_id = $1)
              and exists (select from refresh_token where refresh_token.session_id = session.id
                          and refresh_token.created_at >= $2::timestamptz - interval '1 minute')
            returning id
            """;

    /**
     * What became of a change of somebody's role.
     *
     * @param changed whose role is another one now; null: nobody's
     * @param endedSessions because of it
     */
    record Outcome(ChangeResult result, @Nullable Employee changed, List<UUID> endedSessions) {
        static Outcome asItWas(ChangeResult result) {
            return new Outcome(result, null, List.of());
        }

        static Outcome changed(Employee employee, List<UUID> endedSessions) {
            return new Outcome(new ChangeResult.Changed(employee), employee, endedSessions);
        }
    }

    Future<List<Employee>> page(@Nullable String organisation, int limit, @Nullable UUID after) {
        String page = """
                where ($1::text is null or staff_member.organisation_id = $1)
                  and ($2::uuid is null or staff_member.client_id > $2)
                order by staff_member.client_id
                limit $3""";
        return sql.execute(SELECT + page, Tuple.of(organisation, after, limit)).map(EmployeeStore::employees);
    }

    Future<Optional<Employee>> byUserCode(String userCode) {
        return sql.first(
                SELECT + "where lower(account.user_code) = lower($1)", Tuple.of(userCode), EmployeeStore::employee);
    }

    /** All of it or nothing. No session ends: a token that does not say the role yet lets nobody do too much. */
    Future<AddResult> add(Add command) {
        return sql.transaction(within -> Roster.turn(within)
                .compose(ours -> Sql.on(within, """
                        select (select client_id from account where lower(user_code) = lower($1)) as client_id,
                               exists (select from organisation where id = $2) as organisation
                        """, Tuple.of(command.userCode(), command.organisation())))
                .compose(rows -> {
                    Row found = rows.iterator().next();
                    if (!found.getBoolean("organisation") || !command.by().manages(command.organisation())) {
                        return Future.succeededFuture(new AddResult.NoSuchOrganisation());
                    }
                    UUID id = found.getUUID("client_id");
                    return id == null
                            ? Future.succeededFuture(new AddResult.NoSuchAccount())
                            : add(within, command, id);
                }));
    }

    private Future<AddResult> add(SqlClient within, Add command, UUID id) {
        String insert = """
                insert into staff_member (client_id, organisation_id, role) values ($1, $2, $3) on conflict do nothing
                """;
        return Sql.on(
                        within,
                        insert,
                        Tuple.of(id, command.organisation(), command.role().name()))
                .compose(inserted -> inserted.rowCount() == 0
                        ? Future.succeededFuture(new AddResult.EmployedAlready())
                        : find(within, id)
                                .map(Optional::orElseThrow)
                                .compose(employee -> note(within, command.by(), employee, Action.EMPLOYED)
                                        .map(new AddResult.Added(employee))));
    }

    Future<Outcome> changeRole(Author by, UUID id, Role role) {
        String update = "update staff_member set role = $2 where client_id = $1";
        return change(
                by,
                id,
                role == Role.MANAGER,
                (within, employee) -> employee.role() == role
                        ? Future.succeededFuture(Outcome.asItWas(new ChangeResult.Changed(employee)))
                        : Sql.on(within, update, Tuple.of(id, role.name()))
                                .compose(updated -> find(within, id))
                                .map(Optional::orElseThrow)
                                .compose(now -> note(within, by, now, Action.ROLE_CHANGED)
                                        .compose(noted -> endSessions(within, now))
                                        .map(ended -> Outcome.changed(now, ended))));
    }

    Future<Outcome> remove(Author by, UUID id) {
        return change(
                by,
                id,
                false,
                (within, employee) -> Sql.on(within, "delete from staff_member where client_id = $1", Tuple.of(id))
                        .compose(removed -> note(within, by, employee, Action.DISMISSED))
                        .compose(noted -> endSessions(within, employee))
                        .map(ended -> Outcome.changed(employee, ended)));
    }

    /** What is done with an employee who is there, and who may be changed. */
    @FunctionalInterface
    private interface Work {
        Future<Outcome> on(SqlClient within, Employee employee);
    }

    /** @param staysManager whether a manager is one afterwards */
    private Future<Outcome> change(Author by, UUID id, boolean staysManager, Work work) {
        return sql.transaction(within -> Roster.turn(within)
                .compose(ours -> find(within, id))
                .compose(found -> {
                    if (found.isEmpty() || !by.manages(found.get().organisation())) {
                        return Future.succeededFuture(Outcome.asItWas(new ChangeResult.NotFound()));
                    }
                    Future<Boolean> last = staysManager
                            ? Future.succeededFuture(false)
                            : Roster.isLastOfTheMinistrysManagers(within, id);
                    return last.compose(refused -> refused
                            ? Future.succeededFuture(Outcome.asItWas(new ChangeResult.LastManager()))
                            : work.on(within, found.get()));
                }));
    }

    private static Future<Optional<Employee>> find(SqlClient within, UUID id) {
        return Sql.on(within, SELECT + "where staff_member.client_id = $1", Tuple.of(id))
                .map(rows -> employees(rows).stream().findFirst());
    }

    /** In the audit log, and to the employee by mail. */
    private Future<Void> note(SqlClient within, Author by, Employee employee, Action action) {
        JsonObject details = new JsonObject()
                .put("organisation", employee.organisation())
                .put("role", employee.role().name());
        return auditLog.record(within, by.entry(employee.id(), action, details))
                .compose(noted -> tell(within, employee, action));
    }

    private Future<Void> tell(SqlClient within, Employee employee, Action action) {
        String select = """
                select account.email, account.language,
                       case account.language when 'en' then organisation.name_en else organisation.name_fr end as name
                from account, organisation
                where account.client_id = $1 and organisation.id = $2
                """;
        return Sql.on(within, select, Tuple.of(employee.id(), employee.organisation()))
                .compose(rows -> {
                    Row to = rows.iterator().next();
                    JsonObject model = new JsonObject()
                            .put("userCode", employee.userCode())
                            .put("organisation", to.getString("name"))
                            .put(
                                    "role",
                                    action == Action.DISMISSED
                                            ? "NONE"
                                            : employee.role().name());
                    return outbox.add(
                            within,
                            Mail.now(
                                    Mail.Kind.ROLE_CHANGED,
                                    to.getString("email"),
                                    to.getString("language"),
                                    model,
                                    employee.id()));
                });
    }

    /**
     * Ends the sessions that there are, once more when the change can be seen by everybody: a log-in that came in between
     * may have read the role as it was.
     */
    Future<List<UUID>> endSessions(Employee employee) {
        return sql.execute(END_SESSIONS, sessionsOf(employee)).map(EmployeeStore::ids);
    }

    private static Future<List<UUID>> endSessions(SqlClient within, Employee employee) {
        return Sql.on(within, END_SESSIONS, sessionsOf(employee)).map(EmployeeStore::ids);
    }

    private static Tuple sessionsOf(Employee employee) {
        return Tuple.of(employee.id(), employee.since().atOffset(ZoneOffset.UTC));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return rows.stream().map(row -> row.getUUID("id")).toList();
    }

    private static List<Employee> employees(RowSet<Row> rows) {
        return rows.stream().map(EmployeeStore::employee).toList();
    }

    private static Employee employee(Row row) {
        return new Employee(
                row.getUUID("client_id"),
                row.getString("user_code"),
                row.getString("organisation_id"),
                Role.valueOf(row.getString("role")),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
