package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Slots that are moved with people in them. */
class MovedSlotIT extends OnTwoNodes {

    @Test
    void aMovedSlotTakesEverybodyAlong() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient who = registered();
        TestClient busy = registered();
        UUID booking = book(who, slot);
        book(busy, slot);
        book(busy, workshop);
        Instant start = workshop.start().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Instant next = start.plus(Duration.ofDays(1));
        JsonObject job =
                desk.done(desk.move(slot, start, start.plus(Duration.ofHours(2)), next, next.plus(Duration.ofHours(2)))
                        .await());
        assertEquals(List.of(2, 2, 1, 0), counts(job));
        JsonObject shown = ministry.shown(slot.id());
        Until.holds(() -> ministry.shown(slot.id()).getJsonArray("segments").size() == 2);
        assertEquals(5, shown.getInteger("capacity"));
        Until.holds(() -> mails(who).size() == 2 && mails(busy).size() == 3);
        assertEquals(
                List.of("BOOKING_CHANGED", "L'animatrice est <malade>.", "false", "1"),
                mails(who).get(1));
        assertEquals("true", mails(busy).get(2).get(2));
        assertEquals(
                List.of(List.of(busy.id())),
                offer.rows("select client_id from booking join booking_flag flag on flag.booking_id = booking.id"
                        + " where flag.reason = 'OVERLAPPING'"));
        everythingIsInOrder();

        // Moved again, and no longer in the way of anything; the calendar's event goes on counting.
        Instant free = start.plus(Duration.ofDays(3));
        JsonObject again =
                desk.done(desk.move(slot, free, free.plus(Duration.ofHours(2))).await());
        assertEquals(List.of(2, 2, 0, 0), counts(again));
        assertEquals(0, offer.count("select count(*) from booking_flag"));
        Until.holds(() -> mails(who).size() == 3);
        assertEquals("2", mails(who).get(2).get(3));
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        Until.holds(() -> mails(who).size() == 4);
        assertEquals("3", mails(who).get(3).get(3));
        everythingIsInOrder();
    }

    @Test
    void whatIsHeldInAMovedSlotIsLookedAtToo() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient system = backstage.partner("clef");
        TestClient busy = registered();
        backstage.consent(busy.id(), "clef");
        book(busy, workshop);
        String hold = Await.of(hold(system, busy, slot)).expect(201).getString("id");
        JsonObject job =
                desk.done(desk.move(slot, workshop.start(), workshop.end()).await());
        assertEquals(List.of(1, 1, 1, 0), counts(job));
        assertEquals(List.of(), broken());
        one.client()
                .post("/partner/holds/" + hold + "/confirm")
                .token(system.token())
                .await()
                .expect(200);
        assertEquals(
                List.of(List.of(UUID.fromString(hold))),
                offer.rows("select booking_id from booking_flag where reason = 'OVERLAPPING'"));
        assertEquals(
                List.of(List.of("HELD", "HELD")),
                offer.rows("select from_state, to_state from booking_history where job_id is not null"));
        everythingIsInOrder();
    }

    /** Whom the organisation moves may choose anew, whatever the type says. */
    @Test
    void whoWasMovedMayCancelEvenWhereTheTypeDoesNotAllowIt() {
        Slot slot = offer.add(Offer.BINDING, true, Duration.ofDays(3), OPENED, 5);
        TestClient who = backstage.client();
        UUID booking = book(who, slot);
        Await.of(crowd.cancel(one, who, booking)).expect(409, "not-cancellable");
        desk.done(desk.move(slot, slot.start().plus(OPENED), slot.end()).await());
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        everythingIsInOrder();
    }

    @Test
    void whoBooksTheNewTimeIsNotToldOfTheMove() {
        Slot slot = offer.open(5);
        TestClient before = registered();
        TestClient after = registered();
        book(before, slot);
        offer.execute("""
                update booking set created_at = created_at - interval '2 minutes';
                create function earlier() returns trigger language plpgsql as $$
                begin
                    new.created_at := clock_timestamp() - interval '1 minute';
                    return new;
                end $$;
                create trigger earlier before insert on change_job for each row execute function earlier()""");
        book(after, slot);
        JsonObject job = desk.done(desk.move(
                        slot, slot.start().plus(Duration.ofDays(1)), slot.end().plus(Duration.ofDays(1)))
                .await());
        assertEquals(List.of(1, 1, 0, 0), counts(job));
        assertEquals(
                List.of(List.of(before.id())),
                offer.rows("select client_id from booking join booking_history told on told.booking_id = booking.id"
                        + " where told.job_id is not null"));
        everythingIsInOrder();
    }

    /** The control: without flags the checker sees somebody in two places at once. */
    @Test
    void withoutFlagsAMovedSlotPutsSomebodyInTwoPlaces() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient busy = backstage.client();
        book(busy, slot);
        book(busy, workshop);
        desk.done(desk.move(slot, workshop.start(), workshop.end()).await());
        assertEquals(List.of(), broken());
        offer.execute("delete from booking_flag");
        assertEquals(List.of("no client has two bookings at the same time"), broken());
    }

    @Test
    void whereASlotCannotGo() {
        Slot slot = offer.open(5);
        Instant start = slot.start().truncatedTo(ChronoUnit.SECONDS);
        Instant end = start.plus(Duration.ofHours(1));
        Instant past = Instant.now().minus(Duration.ofDays(1));
        assertEquals(List.of("/segments/0/start begins-in-past"), errors(desk.move(slot, past, end)));
        assertEquals(List.of("/segments/0/end before-from"), errors(desk.move(slot, end, start)));
        assertEquals(
                List.of("/segments/1/start segments-out-of-order"), errors(desk.move(slot, start, end, start, end)));
        assertEquals(
                List.of("/segments/0/end too-far-ahead"),
                errors(desk.move(slot, start, Instant.parse("9999-12-31T00:00:00Z"))));
        assertEquals(List.of(" nothing-to-change"), errors(desk.move(slot, slot.start(), slot.end())));
        JsonObject elsewhere = new JsonObject()
                .put("reason", "r")
                .put("locationId", "bureau-quebec")
                .put(
                        "segments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("start", start.toString())
                                        .put("end", end.toString())));
        assertEquals(List.of("/locationId location-of-another"), errors(desk.move(slot, elsewhere)));
        assertEquals(
                List.of("/reason wrong-format"),
                errors(desk.move(slot, elsewhere.copy().put("reason", "  "))));
        Slot later = offer.add(Offer.SESSION, true, Duration.ofDays(9), Duration.ofDays(8), 5);
        assertEquals(List.of("/segments/0/start begins-before-opening"), errors(desk.move(later, start, end)));
        Slot bureau = offer.add(Offer.SESSION, false, Duration.ofDays(3), OPENED, 5);
        desk.move(bureau, start, end).await().expect(404, "not-found");
        ministry.move(bureau, start, end).await().expect(202);
        assertEquals(0, offer.count("select count(*) from slot_change where slot_id = '" + slot.id() + "'"));
    }

    private static List<String> errors(org.creneau.testkit.ContractClient.Request request) {
        return request.await().expect(400, "validation").getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .toList();
    }
}
