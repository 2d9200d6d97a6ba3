package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Changes of single bookings, each one conditional statement that also writes the history. */
final class BookingChanges {

    private final SqlClient client;
    private final long timeoutMillis;

    BookingChanges(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Cancels, if the booking is booked and has not begun; a client only while its type allows it online (guide 5.4), or
     * when the organisation has moved it since it was booked or held. Empty when not.
     */
    Future<Optional<Booking>> cancel(Bookings.Cancel command) {
        String sql = """
                with b as (
                    update booking set state = 'CANCELLED', changed_source = $3, updated_at = clock_timestamp()
                    from slot s, appointment_type t
                    where booking.id = $1 and booking.client_id = $2 and booking.state = 'BOOKED'
                      and s.id = booking.slot_id and s.starts_at > clock_timestamp() and t.id = booking.type_id
                      and ($3 <> 'CLIENT' or t.cancellable
                          and s.starts_at - t.cancel_until_minutes * interval '1 minute' > clock_timestamp()
                          or exists (select from booking_history moved
                                     where moved.booking_id = booking.id and moved.job_id is not null))
                    returning booking.*
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select b.id, $4, $3, 'BOOKED', b.state from b
                )
                select %s from b""".formatted(BookingRows.COLUMNS);
        return first(
                sql,
                Tuple.of(
                        command.bookingId(),
                        command.clientId(),
                        command.source().name(),
                        command.actor()));
    }

    /**
     * Ends the old booking and makes the new one, both or neither. The insert takes its row from the update, and fails,
     * undoing both, when the seat is taken: no conflict is ignored here.
     *
     * @param old whose booking it is and which
     * @param next the new booking: id, slot, seat, who makes it, and deadline
     * @return the new booking; empty when the old one is not booked any more, the slot cannot be booked, or it is too late
     */
    Future<Optional<Booking>> reschedule(Booking old, NewBooking next) {
        String sql = """
                with former as (
                    update booking r set state = 'RESCHEDULED', rescheduled_to = $3, changed_source = $6,
                        updated_at = clock_timestamp()
                    from slot now_in, slot s, appointment_type t
                    where r.id = $1 and r.client_id = $2 and r.state = 'BOOKED'
                      and now_in.id = r.slot_id and now_in.starts_at > clock_timestamp() and t.id = r.type_id
                      and ($6 <> 'CLIENT' or t.reschedulable
                          and now_in.starts_at - t.reschedule_until_minutes * interval '1 minute' > clock_timestamp())
                      and s.id = $4 and s.type_id = r.type_id
                      and s.publication = 'PUBLISHED' and $5::int < s.capacity
                      and s.opens_at <= clock_timestamp() and s.starts_at > clock_timestamp()
                      and $7::timestamptz > clock_timestamp()
                      and not exists (%s)
                    returning r.*
                ), b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select $3, $4, $5, r.client_id, r.type_id, 'BOOKED', $6, %s from former r
                    returning *
                ), history as (
                    insert into booking_history (booking_id, actor, source, from_state, to_state)
                    select former.id, $8::uuid, $6, 'BOOKED', former.state from former
                    union all
                    select b.id, $8::uuid, $6, null, b.state from b
                )
                select %s from b""".formatted(BookingRules.OVERLAPPING, BookingRules.NEXT_TURN, BookingRows.COLUMNS);
        Tuple tuple = Tuple.of(
                old.id(),
                old.clientId(),
                next.id(),
                next.slotId(),
                next.seat(),
                next.source().name());
        tuple.addValue(Instant.ofEpochMilli(next.deadlineMillis()).atOffset(ZoneOffset.UTC));
        tuple.addValue(next.actor());
        return first(sql, tuple);
    }

    private Future<Optional<Booking>> first(String sql, Tuple tuple) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.stream().findFirst().map(BookingRows::booking));
    }
}
