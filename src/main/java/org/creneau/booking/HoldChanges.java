package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Changes of what is held, each one conditional statement that also writes the history: confirming and ending are decided
 * by PostgreSQL's clock and by who changes the row first.
 *
 * <p>{@code state || ''} and {@code is not distinct from} keep PostgreSQL from every index but that of the ids: where its
 * statistics say that hardly anything is held, or that clients have few bookings, it would read all that is held, or all
 * that the client ever booked, to find a row of which the id is known.
 */
final class HoldChanges {

    /** Who ends what nobody ends: the service itself. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final SqlClient client;
    private final long timeoutMillis;

    HoldChanges(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /** Makes it a booking, if its time is not over and the slot still takes somebody. Empty when not. */
    Future<Optional<Booking>> confirm(UUID clientId, UUID holdId, UUID actor) {
        String sql = """
                with b as (
                    update booking set state = 'BOOKED', expires_at = null, updated_at = clock_timestamp()
                    from slot s
                    where booking.id = $1 and booking.client_id is not distinct from $2
                      and booking.state || '' = 'HELD'
                      and booking.expires_at > clock_timestamp()
                      and s.id = booking.slot_id and s.publication = 'PUBLISHED' and s.starts_at > clock_timestamp()
                    returning booking.*
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select b.id, $3, b.source, 'HELD', b.state from b
                )
                select %s from b""".formatted(BookingRows.COLUMNS);
        return first(sql, Tuple.of(holdId, clientId, actor));
    }

    /** Ends it before its time; or after it, when nobody has yet, which is then its end. Empty when it is not held (any more). */
    Future<Optional<Booking>> release(Holds.Release command) {
        String sql = """
                with b as (
                    update booking
                    set state = 'CANCELLED', changed_source = case when expires_at > clock_timestamp() then $4 end,
                        updated_at = clock_timestamp()
                    where id = $1 and client_id is not distinct from $2 and state || '' = 'HELD'
                    returning *
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select b.id, $3, $4, 'HELD', b.state from b
                )
                select %s from b""".formatted(BookingRows.COLUMNS);
        return first(
                sql,
                Tuple.of(
                        command.holdId(),
                        command.clientId(),
                        command.actor(),
                        command.source().name()));
    }

    /**
     * Something held whose time is over or nearly so.
     *
     * @param millisLeft by PostgreSQL's clock, rounded up; 0 or less: it is over
     */
    record Due(UUID id, UUID slotId, int seat, long millisLeft) {

        boolean over() {
            return millisLeft <= 0;
        }
    }

    /** What ends within so many milliseconds, the first to end first. Answered by the index of what is held. */
    Future<List<Due>> due(long withinMillis, int limit) {
        String sql = """
                select id, slot_id, seat,
                    ceil(extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint
                from booking
                where state is not distinct from 'HELD' and expires_at <= now() + $1::bigint * interval '1 millisecond'
                order by expires_at
                limit $2""";
        return run(sql, Tuple.of(withinMillis, limit))
                .map(rows -> rows.stream()
                        .map(row -> new Due(row.getUUID(0), row.getUUID(1), row.getInteger(2), row.getLong(3)))
                        .toList());
    }

    /**
     * Ends those whose time is over, unless somebody else did or they were confirmed in time; which that were. Nobody has
     * cancelled these: they keep no {@code changed_source}, which tells them from those in a slot that was called off.
     */
    Future<Set<UUID>> end(Collection<UUID> ids) {
        String sql = """
                with b as (
                    update booking set state = 'CANCELLED', updated_at = clock_timestamp()
                    where id = any ($1) and state || '' = 'HELD' and expires_at <= clock_timestamp()
                    returning id, state
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select b.id, $2, 'MINISTRY', 'HELD', b.state from b
                )
                select b.id from b""";
        return run(sql, Tuple.of(ids.toArray(UUID[]::new), NOBODY))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }

    private Future<Optional<Booking>> first(String sql, Tuple tuple) {
        return run(sql, tuple).map(rows -> rows.stream().findFirst().map(BookingRows::booking));
    }

    private Future<RowSet<Row>> run(String sql, Tuple tuple) {
        return client.preparedQuery(sql).execute(tuple).timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
