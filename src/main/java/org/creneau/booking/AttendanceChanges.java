package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.booking.Attendance.Mark;

/** Who came, in PostgreSQL: one conditional statement that also writes the history. */
record AttendanceChanges(SqlClient client) {

    /** Bookings of these had their seat, and somebody was to come. */
    private static final String EXPECTED = "('BOOKED', 'ENDED', 'COMPLETED', 'MISSED')";

    /** Whether a slot can be marked now. */
    enum Phase {
        NO_SUCH_SLOT,
        TOO_EARLY,
        OPEN,
        TOO_LATE
    }

    /** @param markable those of the bookings that can be marked, if the slot can */
    record Facts(Phase phase, Set<UUID> markable) {}

    /**
     * Marks, if every one of the bookings can be. A booking that another statement changes at the same moment keeps what
     * that makes of it.
     *
     * @param correctionDays from the slot's end
     * @return the bookings that are marked, or were so already; none when some cannot be
     */
    Future<Set<UUID>> mark(Attendance.MarkAll command, int correctionDays) {
        String sql = """
                with expected as (
                    select booking.id, booking.state as before, mark.state as wanted
                    from unnest($2::uuid[], $3::text[]) as mark (booking_id, state)
                    join booking on booking.id = mark.booking_id and booking.slot_id = $1
                    where booking.state in %s
                ), begun as (
                    select from slot
                    where id = $1 and starts_at <= clock_timestamp()
                      and ends_at > clock_timestamp() - make_interval(days => $6::int)
                      and (select count(*) from expected) = cardinality($2)
                ), marked as (
                    update booking set state = expected.wanted, changed_source = $5, updated_at = clock_timestamp()
                    from expected
                    where booking.id = expected.id and booking.state = expected.before
                      and expected.before <> expected.wanted and exists (select from begun)
                    returning booking.id, expected.before, booking.state
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select marked.id, $4, $5, marked.before, marked.state from marked
                )
                select id from marked
                union all
                select id from expected where before = wanted and exists (select from begun)""".formatted(EXPECTED);
        List<Mark> marks = command.marks();
        Tuple parameters = Tuple.of(
                command.slotId(),
                marks.stream().map(Mark::bookingId).toArray(UUID[]::new),
                marks.stream().map(mark -> mark.state().name()).toArray(String[]::new),
                command.actor(),
                command.source().name(),
                correctionDays);
        return client.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    /** How it is now. A statement of its own, so that it sees what others did meanwhile. */
    Future<Facts> facts(Attendance.MarkAll command, int correctionDays) {
        String sql = """
                select case when starts_at > clock_timestamp() then 'TOO_EARLY'
                            when ends_at <= clock_timestamp() - make_interval(days => $3::int) then 'TOO_LATE'
                            else 'OPEN' end as phase,
                       booking.id
                from slot left join booking
                    on booking.slot_id = slot.id and booking.id = any ($2::uuid[]) and booking.state in %s
                where slot.id = $1""".formatted(EXPECTED);
        UUID[] bookings = command.marks().stream().map(Mark::bookingId).toArray(UUID[]::new);
        return client.preparedQuery(sql)
                .execute(Tuple.of(command.slotId(), bookings, correctionDays))
                .map(rows -> {
                    Phase phase = Phase.NO_SUCH_SLOT;
                    Set<UUID> markable = new HashSet<>();
                    for (Row row : rows) {
                        phase = Phase.valueOf(row.getString("phase"));
                        UUID id = row.getUUID("id");
                        if (id != null) {
                            markable.add(id);
                        }
                    }
                    return new Facts(phase, markable);
                });
    }
}
