package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.core.DatabaseFailures;

/**
 * What becomes of bookings when their slot is over, many in one conditional statement. Two nodes that do the same at the
 * same time do it once.
 */
final class SettlementChanges {

    /** Who changes what nobody changes: the service itself. */
    private static final UUID NOBODY = new UUID(0, 0);

    /** Seats of the slots in one statement, or those of one slot where it has more: well below the statement time-out. */
    private static final int MOST_SEATS = 10_000;

    /** Slots in one statement. */
    static final int MOST_SLOTS = 500;

    /** After a slot's end, so that a booking that was being recorded when the slot began is there, however short it is. */
    private static final int MARGIN_SECONDS = 10;

    private final SqlClient client;
    private final long timeoutMillis;

    SettlementChanges(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * BOOKED becomes ENDED in the slots that have been over for longest.
     *
     * @param parts of the usual statement, of which this does one: 1, which is all, to {@link #MOST_SLOTS}, which are slots
     * @return how many slots that were
     */
    Future<Integer> end(int parts) {
        String sql = """
                with over as (
                    select id, capacity, ends_at from slot
                    where settled = 0 and ends_at <= now() - $2::int * interval '1 second'
                    order by ends_at, id limit $3
                ), %s, ended as (
                    update booking set state = 'ENDED', updated_at = clock_timestamp()
                    from due where booking.slot_id = due.id and booking.state = 'BOOKED' %s
                    returning booking.id, booking.state
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select ended.id, $4, 'MINISTRY', 'BOOKED', ended.state from ended
                )
                update slot set settled = 1 from due where slot.id = due.id and slot.settled = 0 %s""".formatted(due("over.id"), of("booking.slot_id"), of("slot.id"));
        return run(sql, Tuple.of(MOST_SEATS / parts, MARGIN_SECONDS, MOST_SLOTS / parts, NOBODY));
    }

    /** ENDED becomes what the type says, so many days after the end as it says; as {@link #end}. */
    Future<Integer> mark(int parts) {
        String sql = """
                with over as (
                    select slot.id, slot.capacity, slot.ends_at, type.unmarked_becomes
                    from appointment_type type cross join lateral (
                        select id, capacity, ends_at from slot
                        where slot.type_id = type.id and slot.settled = 1
                          and slot.ends_at <= now() - type.unmarked_after_days * interval '1 day'
                        order by ends_at, id limit $2
                    ) slot
                    where type.unmarked_becomes is not null
                ), %s, marked as (
                    update booking set state = due.unmarked_becomes, changed_source = 'MINISTRY',
                        updated_at = clock_timestamp()
                    from due where booking.slot_id = due.id and booking.state = 'ENDED' %s
                    returning booking.id, booking.state
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select marked.id, $3, 'MINISTRY', 'ENDED', marked.state from marked
                )
                update slot set settled = 2 from due where slot.id = due.id and slot.settled = 1 %s""".formatted(due("over.id, over.unmarked_becomes"), of("booking.slot_id"), of("slot.id"));
        return run(sql, Tuple.of(MOST_SEATS / parts, MOST_SLOTS / parts, NOBODY));
    }

    /** Says once more what the join says, so that rows are looked up by key, however many slots PostgreSQL believes are due. */
    private static String of(String key) {
        return "and %s = any (array(select id from due))".formatted(key);
    }

    /** As many of the slots {@code over} as have {@code $1} seats together, and one at least. */
    private static String due(String columns) {
        return """
                due as (
                    select %s
                    from (select *, sum(capacity) over oldest as seats, row_number() over oldest as place
                          from over window oldest as (order by ends_at, id)) over
                    where seats <= $1::int or place = 1
                )""".formatted(columns);
    }

    private Future<Integer> run(String sql, Tuple tuple) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.rowCount())
                .recover(DatabaseFailures::translate);
    }
}
