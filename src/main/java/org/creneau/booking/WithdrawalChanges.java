package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The capacity of slots, changed one statement at a time. A statement does what it does only if nobody changed the
 * capacity since it was worked out ({@code seat_changes}), and all of it or nothing: so two nodes at it never withdraw too
 * many, and {@code slot.withdrawn} is always the number of the slot's bookings in state WITHDRAWN.
 *
 * <p>The slot row is updated, which bookings neither do nor wait for.
 */
final class WithdrawalChanges {

    /** A booking in state WITHDRAWN is nobody's: its client is its own id, so that none has two of them in a slot. */
    private static final String WITHDRAW = """
            with turn as (
                update slot set withdrawn = withdrawn + cardinality($2::uuid[]), seat_changes = seat_changes + 1
                where id = $1 and seat_changes = $4 and clock_timestamp() < $5
                  and capacity > (select max(seat) from unnest($3::int[]) as r (seat))
                returning id, type_id, wanted_by, wanted_source
            ), b as (
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                select r.id, turn.id, r.seat, r.id, turn.type_id, 'WITHDRAWN', turn.wanted_source
                from turn, unnest($2::uuid[], $3::int[]) as r (id, seat)
                returning id
            ), history as (
                insert into booking_history (booking_id, actor, source, to_state)
                select b.id, turn.wanted_by, turn.wanted_source, 'WITHDRAWN' from b, turn
            ), ended as (
                delete from capacity_turn using turn where capacity_turn.slot_id = turn.id and holder = $6
            )
            select count(*) from b""";

    private static final String RETURN = """
            with turn as (
                update slot set withdrawn = withdrawn - cardinality($2::uuid[]), seat_changes = seat_changes + 1
                where id = $1 and seat_changes = $3
                returning id, wanted_by, wanted_source
            ), b as (
                update booking set state = 'CANCELLED', changed_source = turn.wanted_source, updated_at = clock_timestamp()
                from turn
                where booking.id = any ($2) and booking.slot_id = turn.id and booking.state = 'WITHDRAWN'
                returning booking.id
            ), history as (
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                select b.id, turn.wanted_by, turn.wanted_source, 'WITHDRAWN', 'CANCELLED' from b, turn
            )
            select count(*) from b""";

    private final SqlClient client;
    private final long timeoutMillis;

    WithdrawalChanges(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * How a slot stands.
     *
     * @param seats how many seat numbers there are
     * @param wanted the capacity that somebody asked for; null: the present one
     * @param version of its capacity, for the changes
     */
    record Plan(int seats, int withdrawn, @Nullable Integer wanted, int version) {

        int capacity() {
            return seats - withdrawn;
        }
    }

    /** Empty when there is no such slot. */
    Future<Optional<Plan>> plan(UUID slotId) {
        String select = "select capacity, withdrawn, wanted_capacity, seat_changes from slot where id = $1";
        return client.preparedQuery(select)
                .execute(Tuple.of(slotId))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row ->
                                new Plan(row.getInteger(0), row.getInteger(1), row.getInteger(2), row.getInteger(3))));
    }

    /**
     * Withdraws free seats and ends the turn; fails, and does neither, when somebody has one of them.
     *
     * @param turn see {@link CapacityTurns}
     * @param seats by the id of the booking that is to occupy each
     * @param deadlineMillis by PostgreSQL's clock, after which nothing is done any more
     * @return whether it was done; false when the capacity was changed meanwhile, or it is too late
     */
    Future<Boolean> withdraw(UUID slotId, UUID turn, Map<UUID, Integer> seats, int version, long deadlineMillis) {
        List<UUID> ids = new ArrayList<>(seats.keySet());
        return done(
                WITHDRAW,
                Tuple.of(
                        slotId,
                        ids.toArray(UUID[]::new),
                        ids.stream().map(seats::get).toArray(Integer[]::new),
                        version,
                        Instant.ofEpochMilli(deadlineMillis).atOffset(ZoneOffset.UTC),
                        turn));
    }

    /** Whether these seats are withdrawn by these very bookings: for when an answer was lost. */
    Future<Boolean> areWithdrawn(Collection<UUID> ids) {
        return done("select count(*) from booking where id = any ($1) and state = 'WITHDRAWN'", Tuple.of((Object)
                ids.toArray(UUID[]::new)));
    }

    /** Some of the seats that are withdrawn, the lowest first: those that people would have had first. */
    Future<List<SlotSeats.Seat>> withdrawn(UUID slotId, int most) {
        String select = """
                select seat, id from booking where slot_id = $1 and state = 'WITHDRAWN' order by seat limit $2""";
        return client.preparedQuery(select)
                .execute(Tuple.of(slotId, most))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.stream()
                        .map(row -> new SlotSeats.Seat(row.getInteger(0), row.getUUID(1)))
                        .toList());
    }

    /** Gives withdrawn seats back; false, and nothing is done, when the capacity was changed meanwhile. */
    Future<Boolean> giveBack(UUID slotId, List<SlotSeats.Seat> seats, int version) {
        UUID[] ids = seats.stream().map(SlotSeats.Seat::bookingId).toArray(UUID[]::new);
        return done(RETURN, Tuple.of(slotId, ids, version));
    }

    /** Adds seat numbers; only where none is withdrawn. */
    Future<Boolean> extend(UUID slotId, int capacity, int version) {
        String update = """
                with turn as (
                    update slot set capacity = $2, seat_changes = seat_changes + 1
                    where id = $1 and seat_changes = $3 and withdrawn = 0 and capacity < $2
                    returning id
                )
                select count(*) from turn""";
        return done(update, Tuple.of(slotId, capacity, version));
    }

    /** The capacity that was wanted is reached. */
    Future<Boolean> reached(UUID slotId, int version) {
        String update = """
                with turn as (
                    update slot set wanted_capacity = null, wanted_by = null, wanted_source = null,
                        seat_changes = seat_changes + 1
                    where id = $1 and seat_changes = $2
                    returning id
                )
                select count(*) from turn""";
        return done(update, Tuple.of(slotId, version));
    }

    private Future<Boolean> done(String sql, Tuple tuple) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> count(rows.iterator().next()) > 0);
    }

    private static long count(Row row) {
        return row.getLong(0);
    }
}
