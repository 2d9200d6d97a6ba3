package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bookings into PostgreSQL, many in one statement, and the question why one did not go in. */
final class BookingInserts {

    /** Where in a row of {@link #conflicts} the bookings begin. */
    private static final int OWN = 12;

    private static final int SAME_KEY = OWN + BookingRows.COUNT;

    private final SqlClient client;
    private final long timeoutMillis;

    /** @param timeoutMillis for a statement, longer than PostgreSQL's own limit, so that PostgreSQL's answer comes first */
    BookingInserts(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /** How an insert meets a row that a unique index does not take. */
    enum OnConflict {
        /** The whole statement fails, which is cheap as long as it does not happen: nothing is looked up beforehand. */
        FAIL(""),
        /** The row stays out; the others go in. */
        LEAVE_OUT("on conflict do nothing");

        private final String clause;

        OnConflict(String clause) {
            this.clause = clause;
        }
    }

    /** Put together once: it takes 5 microseconds, and 20 as long as the node is cold. */
    private static final Map<OnConflict, String> OWN_ONLY = insertions(true);

    private static final Map<OnConflict, String> ANYBODYS = insertions(false);

    private static Map<OnConflict, String> insertions(boolean plain) {
        return Arrays.stream(OnConflict.values())
                .collect(Collectors.toMap(Function.identity(), onConflict -> insertion(plain, onConflict)));
    }

    /** @param plain whether each is a client's own booking: then nothing is sent or joined that only others need */
    private static String insertion(boolean plain, OnConflict onConflict) {
        return """
                with moment as materialized (
                    select clock_timestamp() as at
                ), open_slot as materialized (
                    select slot.id, slot.type_id, slot.capacity, slot.during, moment.at,
                           type.requires_complementary_information as asks,
                           exists (select from eligibility_rule rule where rule.type_id = slot.type_id) as restricted
                    from slot join appointment_type type on type.id = slot.type_id, moment
                    where slot.id = any ($2)
                      and slot.publication = 'PUBLISHED'
                      and slot.opens_at <= moment.at
                      and slot.starts_at > moment.at
                ), b as (
                    insert into booking
                        (id, slot_id, seat, client_id, type_id, state, source, request_key, created_at, updated_at, turn %5$s)
                    select r.id, s.id, r.seat, r.client_id, s.type_id, %6$s, r.source, r.request_key, s.at, s.at,
                           %1$s %7$s
                    from unnest($1::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[] %8$s)
                        as r (id, slot_id, seat, client_id, source, request_key, deadline %9$s)
                    join open_slot s on s.id = r.slot_id
                    where r.seat < s.capacity and r.deadline > clock_timestamp()
                      and not exists (%2$s)
                      and (not (s.restricted or s.asks) or (%3$s))
                    %4$s
                    returning id, client_id, source, created_at, state
                ), history as (
                    insert into booking_history (booking_id, at, actor, source, to_state)
                    select b.id, b.created_at, %10$s, b.source, b.state from b %11$s
                )
                select max(b.created_at), case when count(*) < cardinality($1) then array_agg(b.id) end from b""".formatted(
                BookingRules.NEXT_TURN,
                BookingRules.OVERLAPPING,
                BookingRules.ADMITTED,
                onConflict.clause,
                plain ? "" : ", expires_at",
                plain ? "'BOOKED'" : "case when r.hold_seconds > 0 then 'HELD' else 'BOOKED' end",
                plain ? "" : ", case when r.hold_seconds > 0 then s.at + r.hold_seconds * interval '1 second' end",
                plain ? "" : ", $9::int[]",
                plain ? "" : ", hold_seconds",
                plain ? "b.client_id" : "by.actor",
                plain ? "" : "join unnest($1::uuid[], $10::uuid[]) as by (id, actor) on by.id = b.id");
    }

    /**
     * Inserts what can be inserted; the unique indexes decide, and nobody waits for anybody but for a conflicting
     * transaction that is about to commit.
     *
     * <p>Each slot row is read once, and not locked. What the caller knows already does not come back: one row answers
     * for the whole batch, which has one moment of creation.
     *
     * <p>A type with rules, or one that needs the complementary information (guide 5.3.5), is asked for the client's
     * registration; others are not. A booking that overlaps another of the client stays out; see the migration
     * {@code V7} for the turns. Of the same type there is no other, so those are not compared.
     *
     * @return the bookings that went in, by id
     */
    Future<Map<UUID, Booking>> insert(List<NewBooking> bookings, OnConflict onConflict) {
        boolean plain = bookings.stream().allMatch(NewBooking::plain);
        int size = bookings.size();
        UUID[] ids = new UUID[size];
        UUID[] slots = new UUID[size];
        Integer[] seats = new Integer[size];
        UUID[] clients = new UUID[size];
        String[] sources = new String[size];
        @Nullable String[] requestKeys = new @Nullable String[size];
        OffsetDateTime[] deadlines = new OffsetDateTime[size];
        for (int i = 0; i < size; i++) {
            NewBooking booking = bookings.get(i);
            ids[i] = booking.id();
            slots[i] = booking.slotId();
            seats[i] = booking.seat();
            clients[i] = booking.clientId();
            sources[i] = booking.source().name();
            requestKeys[i] = booking.requestKey();
            deadlines[i] = Instant.ofEpochMilli(booking.deadlineMillis()).atOffset(ZoneOffset.UTC);
        }
        UUID[] distinct = Arrays.stream(slots).distinct().toArray(UUID[]::new);
        Tuple tuple = Tuple.of(ids, distinct, slots, seats, clients, sources);
        tuple.addValue(requestKeys).addValue(deadlines);
        if (!plain) {
            tuple.addValue(bookings.stream().map(NewBooking::holdSeconds).toArray(Integer[]::new));
            tuple.addValue(bookings.stream().map(NewBooking::actor).toArray(UUID[]::new));
        }
        String insertion = Objects.requireNonNull((plain ? OWN_ONLY : ANYBODYS).get(onConflict));
        return run(insertion, tuple, row -> inserted(row, bookings)).map(rows -> rows.get(0));
    }

    private static Map<UUID, Booking> inserted(Row row, List<NewBooking> bookings) {
        OffsetDateTime at = row.getOffsetDateTime(0);
        if (at == null) {
            return Map.of();
        }
        UUID[] some = row.getArrayOfUUIDs(1);
        Set<UUID> only = some == null ? null : Set.of(some);
        Map<UUID, Booking> inserted = new HashMap<>();
        for (NewBooking booking : bookings) {
            if (only == null || only.contains(booking.id())) {
                inserted.put(booking.id(), booking.recorded(at.toInstant()));
            }
        }
        return inserted;
    }

    private static final String CONFLICTS =
            """
                select r.id, clock_timestamp(), s.publication, s.starts_at, s.opens_at, s.capacity, active.id,
                    seat.id, case seat.state when 'WITHDRAWN' then null else seat.client_id end,
                    exists (%2$s), s.restricted and not (%3$s), s.asks and not (%4$s),
                    own.*, same_key.*
                from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[])
                    as r (id, slot_id, seat, client_id, request_key)
                left join lateral (
                    select slot.*, type.requires_complementary_information as asks,
                           exists (select from eligibility_rule rule where rule.type_id = slot.type_id) as restricted
                    from slot join appointment_type type on type.id = slot.type_id
                    where slot.id = r.slot_id offset 0
                ) s on true
                left join lateral (select %1$s from booking b where b.id = r.id offset 0) own on true
                left join lateral (
                    select %1$s from booking b where b.client_id = r.client_id and b.request_key = r.request_key
                    offset 0
                ) same_key on true
                left join lateral (
                    select b.id from booking b
                    where b.client_id = r.client_id and b.type_id = s.type_id and b.state in ('BOOKED', 'HELD')
                    offset 0
                ) active on true
                left join lateral (
                    select b.id, b.state, b.client_id from booking b
                    where b.slot_id = r.slot_id and b.seat = r.seat
                      and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                    offset 0
                ) seat on true""".formatted(BookingRows.COLUMNS, BookingRules.OVERLAPPING, BookingRules.ELIGIBLE, BookingRules.COMPLETE);
    /**
     * Looks up what stands in the way of bookings that were not inserted. A statement of its own: the insert's snapshot
     * may not see what it conflicted with. {@code offset 0} as in {@link BookingRules}.
     *
     * @return for each booking, by its id
     */
    Future<Map<UUID, Conflict>> conflicts(List<NewBooking> bookings) {
        Tuple tuple = Tuple.of(
                bookings.stream().map(NewBooking::id).toArray(UUID[]::new),
                bookings.stream().map(NewBooking::slotId).toArray(UUID[]::new),
                bookings.stream().map(NewBooking::seat).toArray(Integer[]::new),
                bookings.stream().map(NewBooking::clientId).toArray(UUID[]::new),
                bookings.stream().map(NewBooking::requestKey).toArray(String[]::new));
        return run(CONFLICTS, tuple, row -> Map.entry(row.getUUID(0), conflict(row)))
                .map(rows -> {
                    Map<UUID, Conflict> conflicts = new HashMap<>();
                    rows.forEach(entry -> conflicts.put(entry.getKey(), entry.getValue()));
                    return conflicts;
                });
    }

    private static Conflict conflict(Row row) {
        String publication = row.getString(2);
        UUID seat = row.getUUID(7);
        return new Conflict(
                row.getUUID(OWN) == null ? null : BookingRows.booking(row, OWN),
                row.getUUID(SAME_KEY) == null ? null : BookingRows.booking(row, SAME_KEY),
                row.getUUID(6),
                Boolean.TRUE.equals(row.getBoolean(9)),
                Boolean.TRUE.equals(row.getBoolean(10)),
                Boolean.TRUE.equals(row.getBoolean(11)),
                seat == null ? null : new Conflict.Occupied(seat, row.getUUID(8)),
                publication == null
                        ? null
                        : new Conflict.SlotFacts(
                                publication.equals("PUBLISHED"),
                                BookingRows.instant(row, 3),
                                BookingRows.instant(row, 4),
                                row.getInteger(5)),
                BookingRows.instant(row, 1));
    }

    private <T> Future<List<T>> run(String sql, Tuple tuple, Function<Row, T> map) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map((RowSet<Row> rows) -> rows.stream().map(map).toList());
    }
}
