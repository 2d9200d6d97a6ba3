package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.creneau.privacy.Holdings.Erased;

/** Erasures in PostgreSQL. Everything here may be done again, by several nodes at once, with the same result. */
record ErasureStore(Sql sql, AuditLog auditLog) {

    /** What is done in one round. */
    private static final int BATCH = 100;

    /** So long the node that took the request has to finish it by itself. */
    private static final long OWN_SECONDS = 15;

    /** So long something that was under way may turn up: a booking, a log-in, a mail. */
    private static final long AFTERMATH_SECONDS = 600;

    /** A request that can no longer be taken back, and the sessions that it ended. */
    record Begun(Instant requestedAt, List<UUID> endedSessions) {}

    /** Takes the request; nobody can log in afterwards. */
    Future<Begun> begin(UUID clientId) {
        String request = "insert into erasure_request (client_id) values ($1) on conflict do nothing";
        String select = "select requested_at from erasure_request where client_id = $1";
        return sql.transaction(within -> Sql.on(within, request, Tuple.of(clientId))
                .compose(asked -> asked.rowCount() == 0
                        ? Future.succeededFuture()
                        : auditLog.record(within, AuditEntry.byClient(clientId, AuditEntry.Action.ERASURE_REQUESTED)))
                .compose(noted -> shutOut(within, clientId))
                .compose(ended -> Sql.on(within, select, Tuple.of(clientId))
                        .map(rows -> new Begun(
                                rows.iterator().next().getOffsetDateTime(0).toInstant(), ended))));
    }

    /** The client's bookings that have not begun; one for each type, so they are few. */
    Future<List<UUID>> bookings(UUID clientId) {
        String select = """
                select booking.id from booking join slot on slot.id = booking.slot_id
                where booking.client_id = $1 and booking.state = 'BOOKED' and slot.starts_at > clock_timestamp()
                limit $2
                """;
        return sql.execute(select, Tuple.of(clientId, BATCH))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /**
     * Erases, all of it or nothing.
     *
     * @return the sessions that had begun since {@link #begin}
     */
    Future<List<UUID>> erase(UUID clientId) {
        String remember = """
                insert into erased_client (client_id, client_number, status_id, birth_year, french, registered_at)
                select client.id, number, status_id, extract(year from birth_date)::int, french, registered_at
                from client left join registration on registration.client_id = client.id
                where client.id = $1
                on conflict do nothing
                """;
        return sql.transaction(within -> Sql.on(within, remember, Tuple.of(clientId))
                .compose(done -> all(within, clientId, Holdings.AFTERWARDS))
                .compose(done -> shutOut(within, clientId))
                .compose(ended -> finished(within, clientId).map(ended)));
    }

    /** Requests that nobody has finished, and those after which something turned up. */
    Future<List<UUID>> due() {
        String select = """
                select client_id from erasure_request request
                where state <> 'CLOSED' and (
                    (state = 'REQUESTED' and requested_at < clock_timestamp() - $1::bigint * interval '1 second')
                    or (state = 'ERASED' and (
                        exists (select from booking
                                where booking.client_id = request.client_id and booking.state = 'BOOKED'
                                  and booking.created_at > request.requested_at - interval '1 minute')
                        or exists (select from account join session on session.account_id = account.id
                                   where account.client_id = request.client_id and session.ended_at is null)
                        or exists (select from registration where registration.client_id = request.client_id)
                        or exists (select from registration_draft where registration_draft.client_id = request.client_id)
                        or exists (select from mail where mail.client_id = request.client_id and recipient <> ''))))
                order by requested_at limit $2
                """;
        return sql.execute(select, Tuple.of(OWN_SECONDS, BATCH))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /** Puts away what has been quiet for a while; its account goes when its last session has been forgotten. */
    Future<Void> close() {
        String close = """
                with quiet as (
                    select client_id from erasure_request request
                    where state = 'ERASED' and erased_at < clock_timestamp() - $1::bigint * interval '1 second'
                      and not exists (select from account join session on session.account_id = account.id
                                      where account.client_id = request.client_id)
                    limit $2
                ), accounts as (
                    delete from account where client_id in (select client_id from quiet)
                )
                update erasure_request set state = 'CLOSED' where client_id in (select client_id from quiet)
                """;
        return sql.execute(close, Tuple.of(AFTERMATH_SECONDS, BATCH)).mapEmpty();
    }

    private static Future<List<UUID>> shutOut(SqlClient within, UUID clientId) {
        String end = """
                update session set ended_at = now(), end_reason = 'ERASED'
                where ended_at is null and account_id = (select id from account where client_id = $1)
                returning id
                """;
        return all(within, clientId, Holdings.AT_ONCE)
                .compose(done -> Sql.on(within, end, Tuple.of(clientId)))
                .map(rows -> rows.stream().map((Row row) -> row.getUUID(0)).toList());
    }

    private static Future<Void> all(SqlClient within, UUID clientId, List<Erased> erased) {
        Future<Void> done = Future.succeededFuture();
        for (Erased one : erased) {
            done = done.compose(before ->
                    Sql.on(within, one.statement(), Tuple.of(clientId)).mapEmpty());
        }
        return done;
    }

    private Future<Void> finished(SqlClient within, UUID clientId) {
        String finish = """
                with finished as (
                    update erasure_request set state = 'ERASED', erased_at = clock_timestamp()
                    where client_id = $1 and state = 'REQUESTED'
                    returning client_id
                )
                insert into file_history (client_id, actor, source, change)
                select client_id, client_id, 'CLIENT', 'ERASED' from finished
                """;
        return Sql.on(within, finish, Tuple.of(clientId))
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture()
                        : auditLog.record(
                                within, AuditEntry.bySystem(clientId, AuditEntry.Action.ERASED, new JsonObject())));
    }
}
