package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.event.Events.ReadResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From what happened to the stream of events: all of it, once, in order. */
class EventFollowerIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .with(new PoolOptions().setMaxSize(4))
            .using(vertx)
            .build();
    private final Sql sql = new Sql(pool);
    private final EventFollower follower = new EventFollower(sql);
    private final EventStore events = new EventStore(sql);

    EventFollowerIT() {
        system("clef", "events");
    }

    @AfterEach
    void close() {
        Await.of(pool.close());
        Await.of(vertx.close());
    }

    private void system(String organisation, String scope) {
        offer.execute(
                "insert into partner_system (id, organisation_id, name, scopes) values ('%s', '%s', 'x', array['%s'])"
                        .formatted(Ids.next(), organisation, scope));
    }

    /** As the service does it: the booking first, its history in the same statement. */
    private static String booking(UUID id, UUID client, Slot slot, int seat) {
        return """
                with b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    values ('%s', '%s', %d, '%s', '%s', 'BOOKED', 'CLIENT')
                    returning id, client_id
                )
                insert into booking_history (booking_id, actor, source, to_state)
                select id, client_id, 'CLIENT', 'BOOKED' from b""".formatted(id, slot.id(), seat, client, slot.type().id());
    }

    private static String booking(Slot slot, int seat) {
        return booking(Ids.next(), Ids.next(), slot, seat);
    }

    private static String change(UUID id, String from, String to) {
        return """
                update booking set state = '%3$s' where id = '%1$s';
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                values ('%1$s', '%1$s', 'PARTNER', '%2$s', '%3$s')""".formatted(id, from, to);
    }

    private ReadResult.Found read(String organisation) {
        return (ReadResult.Found) Await.of(events.read(organisation, 0L, 500));
    }

    private List<String> kinds(String organisation) {
        return read(organisation).events().stream()
                .map(event -> event.kind().text())
                .toList();
    }

    /** Follows until so many events are there, and then once more. */
    private List<Event> follow(int count) {
        Until.holds(() -> {
            Await.of(follower.poll());
            return offer.count("select count(*) from event") >= count;
        });
        Await.of(follower.poll());
        Await.of(follower.poll());
        assertEquals(count, offer.count("select count(*) from event"));
        return read("clef").events();
    }

    @Test
    void aSlotOpensFillsAndEmpties() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(-1), 1);
        UUID first = Ids.next();
        offer.execute(booking(first, Ids.next(), slot, 0));
        follow(3);
        assertEquals(List.of("slot.opened", "booking.created", "slot.full"), kinds("clef"));
        offer.execute(change(first, "BOOKED", "CANCELLED"));
        List<Event> all = follow(5);
        assertEquals("booking.cancelled", all.get(3).kind().text());
        assertEquals("slot.opened", all.get(4).kind().text());
        assertEquals(1, all.get(4).data().getInteger("left"));
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L), all.stream().map(Event::sequence).toList());
    }

    @Test
    void aSlotOpensAtItsRelease() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 5);
        follow(0);
        offer.execute("update slot set opens_at = now() where id = '%s'".formatted(slot.id()));
        List<Event> all = follow(2);
        assertEquals(List.of("slot.changed", "slot.opened"), kinds("clef"));
        assertEquals("[\"opensAt\"]", all.get(0).data().getJsonArray("changed").encode());
    }

    @Test
    void whatIsClosedDoesNotOpen() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 5);
        follow(0);
        offer.execute("update slot set publication = 'CLOSED' where id = '%s'".formatted(slot.id()));
        follow(1);
        offer.execute("update slot set opens_at = now() where id = '%s'".formatted(slot.id()));
        follow(2);
        offer.execute("update slot set publication = 'PUBLISHED' where id = '%s'".formatted(slot.id()));
        follow(4);
        assertEquals(List.of("slot.changed", "slot.changed", "slot.changed", "slot.opened"), kinds("clef"));
    }

    @Test
    void aChangeIsToldOnceAndSaysWhatChanged() {
        Slot slot = offer.open(5);
        follow(1);
        offer.execute("update slot set capacity = 7, starts_at = starts_at + interval '1 hour' where id = '%s'"
                .formatted(slot.id()));
        List<Event> all = follow(2);
        assertEquals(
                "[\"start\",\"capacity\"]",
                all.get(1).data().getJsonArray("changed").encode());
        offer.execute("update slot set capacity = 7 where id = '%s'".formatted(slot.id())); // nothing
        follow(2);
    }

    @Test
    void capacityMakesItFullAndFreeAgain() {
        Slot slot = offer.open(2);
        offer.execute(booking(slot, 0));
        follow(2);
        offer.execute("update slot set capacity = 1 where id = '%s'".formatted(slot.id()));
        follow(4);
        offer.execute("update slot set capacity = 2 where id = '%s'".formatted(slot.id()));
        follow(6);
        assertEquals(
                List.of("slot.opened", "booking.created", "slot.changed", "slot.full", "slot.changed", "slot.opened"),
                kinds("clef"));
    }

    /** As the service does it: the slot's row, bookings that are nobody's and their history in one statement. */
    private void withdraw(Slot slot, int seat) {
        offer.execute("""
                with s as (
                    update slot set withdrawn = withdrawn + 1 where id = '%1$s' returning id, type_id
                ), b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    select '%2$s', s.id, %3$d, '%2$s', s.type_id, 'WITHDRAWN', 'MINISTRY' from s
                    returning id
                )
                insert into booking_history (booking_id, actor, source, to_state)
                select id, id, 'MINISTRY', 'WITHDRAWN' from b""".formatted(slot.id(), Ids.next(), seat));
    }

    private void giveBack(Slot slot, int seat) {
        offer.execute("""
                with s as (
                    update slot set withdrawn = withdrawn - 1 where id = '%1$s' returning id
                ), b as (
                    update booking set state = 'CANCELLED' from s
                    where booking.slot_id = s.id and booking.seat = %2$d and booking.state = 'WITHDRAWN'
                    returning booking.id
                )
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                select id, id, 'MINISTRY', 'WITHDRAWN', 'CANCELLED' from b""".formatted(slot.id(), seat));
    }

    private static String told(Event event) {
        JsonObject data = event.data();
        return event.kind().text() + ' ' + data.getInteger("capacity") + ' ' + data.getInteger("left");
    }

    @Test
    void seatsThatAreWithdrawnAreNoPartOfTheCapacity() {
        Slot slot = offer.open(3);
        follow(1);
        offer.execute(booking(slot, 0));
        follow(2);
        withdraw(slot, 2);
        follow(3);
        withdraw(slot, 1);
        follow(5);
        giveBack(slot, 1);
        List<Event> all = follow(7);
        assertEquals(
                List.of(
                        "slot.opened 3 3",
                        "booking.created null null",
                        "slot.changed 2 null",
                        "slot.changed 1 null",
                        "slot.full 1 0",
                        "slot.changed 2 null",
                        "slot.opened 2 1"),
                all.stream().map(EventFollowerIT::told).toList());
        assertEquals("[\"capacity\"]", all.get(2).data().getJsonArray("changed").encode());
    }

    @Test
    void aSlotOpensWithTheSeatsThatAreNotWithdrawn() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 3);
        withdraw(slot, 2);
        follow(0);
        offer.execute("update slot set opens_at = now() where id = '%s'".formatted(slot.id()));
        List<Event> all = follow(2);
        assertEquals("slot.opened 2 2", told(all.get(1)));
    }

    @Test
    void manySlotsAreToldPageByPage() {
        offer.open(5);
        follow(1);
        offer.execute("""
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                select gen_random_uuid(), type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at
                from slot, generate_series(1, 1200)""");
        follow(1201);
        offer.execute("update slot set capacity = 6");
        follow(2402);
    }

    @Test
    void aHoldIsToldWhenItIsConfirmed() {
        Slot slot = offer.open(5);
        follow(1);
        UUID confirmed = Ids.next();
        UUID letGo = Ids.next();
        for (UUID id : List.of(confirmed, letGo)) {
            offer.execute(booking(id, Ids.next(), slot, id.equals(confirmed) ? 0 : 1)
                    .replace("state, source)", "state, source, expires_at)")
                    .replace("'BOOKED', 'CLIENT')", "'HELD', 'CLIENT', now() + interval '5 minutes')")
                    .replace("'BOOKED'", "'HELD'"));
        }
        follow(1);
        offer.execute(change(confirmed, "HELD", "BOOKED").replace("set state", "set expires_at = null, state"));
        offer.execute(change(letGo, "HELD", "CANCELLED"));
        List<Event> all = follow(2);
        assertEquals(EventKind.BOOKING_CREATED, all.get(1).kind());
        assertEquals(confirmed.toString(), all.get(1).data().getString("bookingId"));
    }

    @Test
    void attendanceIsToldAndCorrected() {
        Slot slot = offer.open(5);
        UUID id = Ids.next();
        offer.execute(booking(id, Ids.next(), slot, 0));
        offer.execute(change(id, "BOOKED", "ENDED"));
        offer.execute(change(id, "ENDED", "MISSED"));
        offer.execute(change(id, "MISSED", "COMPLETED"));
        List<Event> all = follow(4);
        assertEquals(EventKind.BOOKING_ATTENDED, all.get(2).kind());
        assertEquals(false, all.get(2).data().getBoolean("attended"));
        assertEquals(true, all.get(3).data().getBoolean("attended"));
        assertEquals("PARTNER", all.get(3).data().getString("source"));
    }

    /** Those that took each other's place follow each other, whether they are read at once or one by one. */
    @Test
    void bookingsThatTookEachOthersPlaceAreOneThread() {
        for (boolean atOnce : List.of(true, false)) {
            long before = offer.count("select count(*) from event");
            UUID client = Ids.next();
            List<UUID> chain = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Slot slot = offer.open(5);
                UUID id = Ids.next();
                StringBuilder statements = new StringBuilder();
                if (!chain.isEmpty()) {
                    UUID former = chain.get(i - 1);
                    statements
                            .append(change(former, "BOOKED", "RESCHEDULED")
                                    .replace(
                                            "state = 'RESCHEDULED'",
                                            "state = 'RESCHEDULED', rescheduled_to = '" + id + "'"))
                            .append(';');
                }
                offer.execute(statements + booking(id, client, slot, 0));
                chain.add(id);
                if (!atOnce) {
                    follow((int) before + 2 * (i + 1));
                }
            }
            offer.execute(change(chain.get(2), "BOOKED", "CANCELLED"));
            follow((int) before + 7);
            assertEquals(
                    List.of(List.of(chain.get(0), 4L)),
                    offer.rows("select thread, count(*) from event where data->>'clientId' = '" + client
                            + "' group by thread"));
            assertEquals(
                    2,
                    offer.count("select count(*) from event where kind = 'BOOKING_MOVED' and data->>'clientId' = '"
                            + client + "'"));
        }
    }

    /** A number that was drawn first and is committed last; and the control, to which it is lost. */
    @Test
    void whatIsCommittedLateIsNotSkipped() throws SQLException {
        Slot slot = offer.open(5);
        follow(1);
        try (Connection late = TestServers.connect(database);
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(booking(slot, 0));
            offer.execute(booking(slot, 1));
            long naive = offer.count("select max(id) from booking_history");
            follow(1); // nothing is told out of turn
            late.commit();
            assertEquals(0, offer.count("select count(*) from booking_history where id > " + naive), "the control");
            follow(3);
        }
    }

    @Test
    void twoWhoFollowAtTheSameTimeTellEverythingOnceAndInOrder() {
        EventFollower other = new EventFollower(sql);
        Slot slot = offer.open(1500);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1200; i++) {
            all.append(booking(slot, i)).append(';');
        }
        offer.execute(all.toString());
        Until.holds(() -> {
            Await.of(Future.join(follower.poll(), other.poll()));
            return offer.count("select count(*) from event") >= 1201;
        });
        Await.of(other.poll());
        follow(1201);
        assertEquals(1201, offer.count("select max(position) from event"));
        assertEquals(1200, offer.count("select count(distinct booking_id) from event"));
        assertEquals(0, offer.count("""
                select count(*) from (
                    select booking_id, lag(booking_id) over (order by position) as before from event
                    where kind = 'BOOKING_CREATED') x
                join booking_history h on h.booking_id = x.booking_id
                join booking_history b on b.booking_id = x.before
                where b.id > h.id"""), "in the order of the history");
    }

    @Test
    void othersHearNothingAndNobodyPaysForThoseWhoDoNotListen() {
        offer.execute("update partner_system set disabled_at = now()");
        Slot theirs = offer.add(Offer.SESSION, false, Duration.ofDays(3), Duration.ofHours(-1), 5);
        Slot ours = offer.open(5);
        offer.execute(booking(theirs, 0));
        offer.execute(booking(ours, 0));
        system("bureau", "bookings");
        Until.holds(() -> {
            Await.of(follower.poll());
            return offer.count("select history_id from event_progress") == 2;
        });
        follow(0);
        system("bureau", "events");
        offer.execute(booking(theirs, 1));
        follow(1);
        assertEquals(List.of(), kinds("clef"));
        assertEquals(List.of("booking.created"), kinds("bureau"));
    }

    @Test
    void whatIsOldIsForgottenAndThatIsSaid() {
        Slot slot = offer.open(50);
        for (int i = 0; i < 9; i++) {
            offer.execute(booking(slot, i));
        }
        follow(10);
        offer.execute("update event set written_at = now() - interval '31 days' where position <= 4");
        assertEquals(3, Await.of(events.forget(30, 3)));
        assertEquals(1, Await.of(events.forget(30, 3)));
        assertEquals(0, Await.of(events.forget(30, 3)));
        assertEquals(new ReadResult.Forgotten(), Await.of(events.read("clef", 3L, 10)));
        assertEquals(
                6,
                ((ReadResult.Found) Await.of(events.read("clef", 4L, 10)))
                        .events()
                        .size());
        ReadResult.Found oldest = (ReadResult.Found) Await.of(events.read("clef", null, 4));
        assertEquals(5, oldest.events().get(0).sequence());
        assertEquals(true, oldest.more());
        assertEquals(8, oldest.after());
        assertEquals(new ReadResult.NoSuchPlace(), Await.of(events.read("clef", 11L, 10)));
        ReadResult.Found end = (ReadResult.Found) Await.of(events.read("clef", 10L, 10));
        assertEquals(10, end.after());
        assertEquals(false, end.more());
    }
}
