package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.access.PresentClients;
import org.creneau.access.Roster;
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

    /** Bookings of these are cancelled. Those that have begun stay as they are, as for everybody. */
    private static final String AHEAD = "booking.state = 'BOOKED' and slot.starts_at > clock_timestamp()";

    /** Whether the client of a request has an account in use. */
    private static final String IN_USE = """
            exists (select from account join session on session.account_id = account.id
                    where account.client_id = request.client_id)
            or exists (select from registration where registration.client_id = request.client_id)
            or exists (select from registration_draft where registration_draft.client_id = request.client_id)
            or exists (select from booking where booking.client_id = request.client_id)
            or exists (select from staff_member where staff_member.client_id = request.client_id)""";

    /** What became of a request. */
    sealed interface BeginResult {
        /** It can no longer be taken back, and ended these sessions. */
        record Begun(Instant requestedAt, List<UUID> endedSessions) implements BeginResult {}

        /** It is not taken: the ministry would be left without a manager. */
        record LastManager() implements BeginResult {}
    }

    /**
     * Takes the request; nobody can log in afterwards. Employees leave the roster by it, so it takes its turn there: the
     * ministry keeps a manager, however many of them go at the same time.
     */
    Future<BeginResult> begin(UUID clientId) {
        return sql.transaction(within -> Roster.turn(within)
                .compose(ours -> Roster.isLastOfTheMinistrysManagers(within, clientId))
                .compose(last -> last
                        ? Future.succeededFuture(new BeginResult.LastManager())
                        : begin(within, clientId).map(begun -> (BeginResult) begun)));
    }

    private Future<BeginResult.Begun> begin(SqlClient within, UUID clientId) {
        String request = """
                insert into erasure_request as known (client_id) values ($1)
                on conflict (client_id) do update set because = 'ASKED', requested_at = clock_timestamp()
                where known.because = 'UNUSED' and known.state = 'REQUESTED'
                """;
        String select = "select requested_at from erasure_request where client_id = $1";
        return Sql.on(within, request, Tuple.of(clientId))
                .compose(asked -> asked.rowCount() == 0
                        ? Future.succeededFuture()
                        : auditLog.record(within, AuditEntry.byClient(clientId, AuditEntry.Action.ERASURE_REQUESTED)))
                .compose(noted -> remember(within, clientId))
                .compose(remembered -> shutOut(within, clientId))
                .compose(ended -> Sql.on(within, select, Tuple.of(clientId))
                        .map(rows -> new BeginResult.Begun(
                                rows.iterator().next().getOffsetDateTime(0).toInstant(), ended)));
    }

    /** The client's bookings that have not begun; one for each type, so they are few. None of an account in use. */
    Future<List<UUID>> bookings(UUID clientId) {
        String select = """
                select booking.id from erasure_request request
                join booking on booking.client_id = request.client_id
                join slot on slot.id = booking.slot_id
                where request.client_id = $1 and not %s and %s
                limit $2
                """.formatted(PresentClients.isThere("request.client_id"), AHEAD);
        return sql.execute(select, Tuple.of(clientId, BATCH))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /**
     * Erases, all of it or nothing. An account that was to be erased because nobody used it, and is used by now, stays:
     * its request is withdrawn.
     *
     * @return the sessions that had begun since {@link #begin}
     */
    Future<List<UUID>> erase(UUID clientId) {
        return sql.transaction(within -> settle(within, clientId)
                .compose(settled -> settled
                        ? remember(within, clientId)
                                .compose(done -> all(within, clientId, Holdings.AFTERWARDS))
                                .compose(done -> shutOut(within, clientId))
                        : Future.succeededFuture(List.of())));
    }

    /** Requests that nobody has finished, and those after which something turned up. */
    Future<List<UUID>> due() {
        String select = """
                select client_id from erasure_request request
                where state <> 'CLOSED' and (
                    (state = 'REQUESTED' and requested_at < clock_timestamp() - $1::bigint * interval '1 second')
                    or (state = 'ERASED' and (
                        exists (select from booking join slot on slot.id = booking.slot_id
                                where booking.client_id = request.client_id and %s)
                        or exists (select from account join session on session.account_id = account.id
                                   where account.client_id = request.client_id and session.ended_at is null)
                        or exists (select from registration where registration.client_id = request.client_id)
                        or exists (select from registration_draft where registration_draft.client_id = request.client_id)
                        or exists (select from client_note where client_note.client_id = request.client_id)
                        or exists (select from mail where mail.client_id = request.client_id and recipient <> ''))))
                order by requested_at limit $2
                """.formatted(AHEAD);
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

    /**
     * Withdraws the request or settles it, before anything goes. Whatever nodes do this at once, and whatever begins in
     * between, it is one of the two: who is second waits for the first and then finds that it no longer applies.
     *
     * @return false: it is withdrawn, or will be in the next round
     */
    private Future<Boolean> settle(SqlClient within, UUID clientId) {
        String withdraw = """
                delete from erasure_request request
                where client_id = $1 and because = 'UNUSED' and state = 'REQUESTED' and (%s)
                """.formatted(IN_USE);
        String finish = """
                with finished as (
                    update erasure_request request set state = 'ERASED', erased_at = clock_timestamp()
                    where client_id = $1 and state = 'REQUESTED' and not (because = 'UNUSED' and (%s))
                    returning client_id
                )
                insert into file_history (client_id, actor, source, change)
                select client_id, client_id, 'CLIENT', 'ERASED' from finished
                """.formatted(IN_USE);
        String settled = "select from erasure_request where client_id = $1 and state <> 'REQUESTED'";
        return Sql.on(within, withdraw, Tuple.of(clientId))
                .compose(withdrawn -> Sql.on(within, finish, Tuple.of(clientId)))
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture()
                        : auditLog.record(
                                within, AuditEntry.bySystem(clientId, AuditEntry.Action.ERASED, new JsonObject())))
                .compose(noted -> Sql.on(within, settled, Tuple.of(clientId)))
                .map(rows -> rows.size() > 0);
    }

    /** Keeps what stays, before it goes: the user code of the import at once, the registration as it was in the end. */
    private static Future<Void> remember(SqlClient within, UUID clientId) {
        String remember = """
                insert into erased_client as known (client_id, client_number, status_id, birth_year, french, registered_at,
                                                    imported_as_digest)
                select client.id, number, status_id, extract(year from birth_date)::int, french, registered_at,
                       sha256(convert_to(lower(imported_as), 'UTF8'))
                from client
                left join registration on registration.client_id = client.id
                left join account on account.client_id = client.id
                where client.id = $1
                on conflict (client_id) do update set
                    client_number = coalesce(excluded.client_number, known.client_number),
                    status_id = coalesce(excluded.status_id, known.status_id),
                    birth_year = coalesce(excluded.birth_year, known.birth_year),
                    french = coalesce(excluded.french, known.french),
                    registered_at = coalesce(excluded.registered_at, known.registered_at),
                    imported_as_digest = coalesce(excluded.imported_as_digest, known.imported_as_digest)
                """;
        return Sql.on(within, remember, Tuple.of(clientId)).mapEmpty();
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
}
