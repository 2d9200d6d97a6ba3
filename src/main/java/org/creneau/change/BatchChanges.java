package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.booking.SlotSeats.Seat;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/**
 * What a job does to some of the bookings of a slot: one conditional statement, which also writes their history and how
 * far the job is. So what is done is counted once and told once, however often it is tried and by however many nodes.
 */
record BatchChanges(Sql sql) {

    /**
     * Who books after a move books the new time. But on the screen of somebody who books this soon after it there may be the
     * former one: pages stand open for a moment, and other nodes read changed slots only every {@code
     * search.slotRefreshMillis}. Not a setting: being told twice harms nobody, and the mail about the booking itself has the
     * new time anyway.
     */
    private static final int STILL_SHOWN_SECONDS = 10;

    /**
     * Bookings of a slot to which the job has to do something, {@code position} being its place in the slot. With WITHDRAWN
     * among the states, only to be taken out again, the index of the slot's seats answers, and never that of all active
     * bookings, which would seem good enough where PostgreSQL believes there are none.
     */
    static final String TO_DO = """
            booking.seat > position.seat and booking.id <> all (change_job.failed)
            and booking.state in ('BOOKED', 'HELD', 'WITHDRAWN') and booking.state <> 'WITHDRAWN'
            and (change_job.kind <> 'MOVE_SLOT' or booking.created_at < change_job.created_at + interval '%d seconds')""".formatted(STILL_SHOWN_SECONDS);

    private static final String DUE = """
            due as materialized (
                select booking.id, booking.state, booking.seat, booking.client_id
                from change_job
                join change_job_slot position on position.job_id = change_job.id and position.slot_id = $2
                cross join lateral (select * from booking where booking.slot_id = $2 and %s order by seat limit $3) booking
                where change_job.id = $1
            )""".formatted(TO_DO);

    /** After a failure one booking at a time is changed, until those of the batch that failed are through. */
    private static final String GOT_ON = "attempts = case when attempts between %d and %d then attempts + 1 else 0 end"
            .formatted(Work.ALONE, Work.ALONE + Work.SOME);

    /**
     * The ids twice: so that they are looked up by key, however many PostgreSQL believes there are. What was held keeps its
     * end, by which it is told from a booking.
     */
    private static final String CANCEL = """
            with %s, gone as (
                update booking set state = 'CANCELLED', changed_source = $5, updated_at = clock_timestamp()
                from due
                where booking.id = any (array(select id from due)) and booking.id = due.id and booking.state = due.state
                returning booking.id, booking.seat, due.state as former
            ), history as (
                insert into booking_history (booking_id, actor, source, from_state, to_state, job_id)
                select gone.id, $4, $5, gone.former, 'CANCELLED', $1 from gone
            ), progress as (
                update change_job set done = done + (select count(*) from gone), last_error = null, %s
                where id = $1
            )
            select (select count(*) from due)::int, array_agg(id), array_agg(seat) from gone""".formatted(DUE, GOT_ON);

    /**
     * Another booking of the same client that overlaps the slot as it is now. Barred from being rearranged, as in {@code
     * BookingRules}.
     */
    private static final String OVERLAPS = """
            exists (
                select from booking mine
                where mine.client_id = told.client_id and mine.id <> told.id and mine.state in ('BOOKED', 'HELD')
                  and (select taken.during from slot taken where taken.id = mine.slot_id)
                      && (select moved.during from slot moved where moved.id = $2)
                offset 0)""";

    /**
     * The first statement wins the turn; of two nodes at the same place, the other writes nothing. What is held is looked at
     * like a booking, for it may become one. Then its client, who agreed to the former time, may cancel like others whom the
     * organisation has moved: the history is what tells. Nobody is written to of what is only held.
     *
     * <p>The ids as an array, and {@code state || ''}: so that bookings are looked up by key, each once.
     */
    private static final String TELL = """
            with %s, turn as (
                update change_job_slot set seat = (select max(seat) from due)
                where job_id = $1 and slot_id = $2 and seat < (select min(seat) from due)
                returning job_id
            ), told as (
                update booking set updated_at = clock_timestamp()
                from turn
                where booking.id = any (array(select id from due)) and booking.state || '' in ('BOOKED', 'HELD')
                returning booking.id, booking.client_id, booking.state
            ), history as (
                insert into booking_history (booking_id, actor, source, from_state, to_state, job_id)
                select told.id, $4, $5, told.state, told.state, $1 from told
            ), lowered as (
                delete from booking_flag using told
                where booking_flag.booking_id = told.id and booking_flag.reason = 'OVERLAPPING' and not %s
            ), raised as (
                insert into booking_flag (booking_id, reason)
                select told.id, 'OVERLAPPING' from told where %s
                on conflict (booking_id, reason) do update set at = clock_timestamp()
                returning booking_id
            ), progress as (
                update change_job set done = done + (select count(*) from told),
                    flagged = flagged + (select count(*) from raised), last_error = null, %s
                where id = $1
            )
            select (select count(*) from due)::int, null::uuid[], null::int[]""".formatted(DUE, OVERLAPS, OVERLAPS, GOT_ON);

    /**
     * What was done.
     *
     * @param due bookings that there were to do; 0: none is left in the slot
     * @param freed seats that are free now
     */
    record Batch(int due, List<Seat> freed) {}

    /** Does the next of the job in a slot. */
    Future<Batch> next(Work job, UUID slotId, int most) {
        Tuple tuple =
                Tuple.of(job.id(), slotId, most, job.author().id(), job.author().source());
        return sql.execute(job.cancels() ? CANCEL : TELL, tuple)
                .map(rows -> batch(rows.iterator().next()));
    }

    private static Batch batch(Row row) {
        UUID @Nullable [] ids = row.getArrayOfUUIDs(1);
        Integer @Nullable [] seats = row.getArrayOfIntegers(2);
        List<Seat> freed = new ArrayList<>();
        if (ids != null && seats != null) {
            for (int i = 0; i < ids.length; i++) {
                freed.add(new Seat(seats[i], ids[i]));
            }
        }
        return new Batch(row.getInteger(0), freed);
    }
}
