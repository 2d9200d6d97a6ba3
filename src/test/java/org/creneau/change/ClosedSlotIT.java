package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Slots that are closed and opened again, and what is said of that. */
class ClosedSlotIT extends OnTwoNodes {

    @Test
    void aClosedSlotTakesNobodyAndThoseInItStay() {
        Slot slot = offer.open(5);
        TestClient who = backstage.client();
        UUID booking = book(who, slot);
        assertEquals("CLOSED", desk.close(slot).await().expect(200).getString("publication"));
        assertEquals("CLOSED", ministry.close(slot).await().expect(200).getString("publication"));
        Await.of(crowd.book(one, backstage.client(), slot, null)).expect(409, "slot-closed");
        Await.of(crowd.book(other, backstage.client(), slot, "k")).expect(409, "slot-closed");
        assertEquals("CLOSED", desk.shown(slot.id()).getString("status"));
        assertEquals(1, booked(slot));

        assertEquals("PUBLISHED", ministry.reopen(slot).await().expect(200).getString("publication"));
        Until.holds(
                () -> Await.of(crowd.book(one, backstage.client(), slot, null)).status() == 201);
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        assertEquals(
                List.of(List.of("CLOSED"), List.of("REOPENED")),
                offer.rows("select change from slot_change order by id"));
        // Closed already, it was not closed by the ministry.
        assertEquals(
                List.of(
                        List.of(desk.manager().id(), slot.id().toString(), "CLOSED"),
                        List.of(ministry.manager().id(), slot.id().toString(), "REOPENED")),
                offered());
        everythingIsInOrder();
    }

    /** What the audit log says of changes of slots: who, which, what. */
    private List<List<Object>> offered() {
        return offer.rows("select actor, details->>'slot', details->>'change' from audit_log"
                + " where action = 'OFFER_CHANGED' order by id");
    }

    @Test
    void whoChangedASlotIsInTheAuditLog() {
        Slot slot = offer.open(5);
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(20, ChronoUnit.DAYS);
        desk.capacity(slot, 7).await().expect(200);
        desk.done(desk.move(slot, start, start.plusSeconds(3600)).await());
        desk.done(desk.cancel(slot).await());
        desk.cancel(slot).await().expect(202);
        desk.capacity(slot, 9).await().expect(409);
        String day = LocalDate.now(ZONE).plusDays(40).toString();
        String job = desk.done(desk.cancelDay("clef", day).await()).getString("id");

        UUID who = desk.manager().id();
        String id = slot.id().toString();
        assertEquals(
                List.of(List.of(who, id, "CAPACITY"), List.of(who, id, "MOVED"), List.of(who, id, "CANCELLED")),
                offered().subList(0, 3));
        assertEquals(
                List.of(List.of("clef", day, job)),
                offer.rows("select details->>'organisation', details->>'day', details->>'job' from audit_log"
                        + " where action = 'OFFER_CHANGED' and details->>'slot' is null"));
        assertEquals(4, offered().size(), "what changed nothing is not there");
    }

    /** Each booking looks at the slot a while before it is recorded. */
    @Test
    void closingWaitsForThoseOnTheWay() {
        offer.slowInserts();
        Slot slot = offer.open(500);
        List<Future<Response>> crowding = backstage.clients(60).stream()
                .map(who -> crowd.book(other, who, slot, "k"))
                .toList();
        Until.holds(() -> offer.count(
                                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                        > 0
                || booked(slot) > 0);
        desk.close(slot).await().expect(200);
        long inIt = booked(slot);
        assertTrue(inIt > 0);
        Await.of(Future.join(crowding).otherwiseEmpty());
        assertEquals(inIt, booked(slot));
        everythingIsInOrder();
    }
}
