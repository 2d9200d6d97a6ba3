package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.creneau.core.Ids;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotStatus;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those see of their own slots who work for an organisation, over HTTP. Each test has days of its own. */
class OwnSlotsIT {

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final Backstage backstage = ground.backstage();
    private static final ContractClient client = ground.client();
    private static final TestClient agent = backstage.employee("clef", false, false);
    private static final TestClient manager = backstage.employee("clef", false, true);
    private static final TestClient ministry = backstage.employee("bureau", true, false);

    private final LocalDate today = LocalDate.now(Offered.ZONE);

    /** Starts and opens then, or some milliseconds later. */
    private static Slot slot(String type, boolean atClef, Instant start, Instant opensAt, int capacity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return offer.add(type, atClef, Duration.between(now, start), Duration.between(now, opensAt), capacity);
    }

    private static Slot slot(Instant start) {
        return slot(Offer.SESSION, true, start, Instant.now().minusSeconds(60), 20);
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(Offered.ZONE).toInstant();
    }

    private static Response ask(TestClient who, String query) {
        return client.get("/staff/slots" + query).token(who.token()).await();
    }

    private static List<JsonObject> list(TestClient who, String query) {
        return items(ask(who, query));
    }

    private static List<JsonObject> items(Response response) {
        return response.expect(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> ids(List<JsonObject> items) {
        return items.stream().map(item -> item.getString("id")).toList();
    }

    private static List<String> ids(Slot... slots) {
        return Stream.of(slots).map(slot -> slot.id().toString()).toList();
    }

    private static String on(LocalDate day) {
        return between(day, day);
    }

    private static String between(LocalDate from, LocalDate to) {
        return "?from=" + from + "&to=" + to;
    }

    private static void seen(Slot slot) {
        Until.holds(() -> client.get("/slots/" + slot.id()).await().status() == 200);
    }

    private static String booked(Slot slot) {
        seen(slot);
        return client.post("/bookings")
                .token(backstage.client().token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
    }

    @Test
    void aSlotThatHasBegunIsThereWhereTheSearchHasItNoMore() {
        // Another try when midnight comes between the two.
        Until.holds(() -> {
            Slot begun = slot(at(LocalDate.now(Offered.ZONE), "00:00"));
            seen(begun);
            assertFalse(client.get("/slots?limit=100")
                    .await()
                    .expect(200)
                    .encode()
                    .contains(begun.id().toString()));
            return list(agent, "?limit=100&status=PAST").stream()
                    .anyMatch(item -> item.getString("id").equals(begun.id().toString()));
        });
    }

    @Test
    void withoutADayTheListBeginsToday() {
        Slot over = slot(at(today.minusDays(2), "09:00"));
        Slot ahead = slot(at(today.plusDays(2), "09:00"));
        List<String> listed = ids(list(agent, "?limit=100&to=" + today.plusDays(2)));
        assertEquals(
                List.of(false, true),
                Stream.of(over, ahead)
                        .map(slot -> listed.contains(slot.id().toString()))
                        .toList());
        assertEquals(ids(over), ids(list(agent, on(today.minusDays(2)))));
        // But what opened last week may be over.
        String opened =
                list(agent, on(today.minusDays(2))).get(0).getString("opensAt").substring(0, 10);
        assertTrue(ids(list(agent, "?limit=100&opensFrom=" + opened + "&opensTo=" + opened))
                .contains(over.id().toString()));
    }

    /** For these, seats are counted. */
    @Test
    void whatIsOpenOrFullIsLookedForWithinDays() {
        Slot far = slot(at(today.plusDays(95), "09:00"));
        for (String days : List.of("", "&from=" + today)) {
            assertFalse(
                    ids(list(agent, "?limit=100&status=OPEN" + days))
                            .contains(far.id().toString()),
                    days);
        }
        for (String days : List.of("&from=" + today.plusDays(5), "&to=" + today.plusDays(95))) {
            assertTrue(
                    ids(list(agent, "?limit=100&status=OPEN" + days))
                            .contains(far.id().toString()),
                    days);
        }
    }

    /** In UTC all of them are on one day. */
    @Test
    void daysAreThoseOfTheLocation() {
        LocalDate day = today.plusDays(100);
        Slot last = slot(at(day, "23:59"));
        Slot first = slot(at(day.plusDays(1), "00:00"));
        assertEquals(ids(last), ids(list(agent, on(day))));
        assertEquals(ids(first), ids(list(agent, on(day.plusDays(1)))));
        assertEquals(ids(last, first), ids(list(agent, between(day, day.plusDays(1)))));
    }

    @Test
    void whatOpensOnADayIsFound() {
        LocalDate day = today.plusDays(110);
        LocalDate monday = day.minusDays(14);
        Slot evening = slot(Offer.SESSION, true, at(day, "09:00"), at(monday.minusDays(1), "23:59"), 20);
        Slot seven = slot(Offer.SESSION, true, at(day, "10:00"), at(monday, "07:00"), 20);
        Slot late = slot(Offer.SESSION, true, at(day, "11:00"), at(monday, "23:59"), 20);
        Slot later = slot(Offer.SESSION, true, at(day, "12:00"), at(monday.plusDays(1), "00:00"), 20);
        String days = on(day);
        assertEquals(ids(seven, late), ids(list(agent, days + "&opensFrom=" + monday + "&opensTo=" + monday)));
        assertEquals(ids(seven, late, later), ids(list(agent, days + "&opensFrom=" + monday)));
        assertEquals(ids(evening, seven, late), ids(list(agent, days + "&opensTo=" + monday)));
    }

    @Test
    void eachStatusListsWhatHasIt() {
        LocalDate day = today.plusDays(45);
        Slot past = slot(
                Offer.BINDING,
                true,
                at(today.minusDays(40), "09:00"),
                Instant.now().minusSeconds(60),
                2);
        Slot scheduled = slot(Offer.BINDING, true, at(day, "09:00"), at(day.minusDays(1), "09:00"), 2);
        Slot open = slot(Offer.BINDING, true, at(day, "10:00"), Instant.now().minusSeconds(60), 2);
        Slot full = slot(Offer.BINDING, true, at(day, "14:00"), Instant.now().minusSeconds(60), 1);
        Slot closed = slot(Offer.BINDING, true, at(day, "15:00"), Instant.now().minusSeconds(60), 2);
        Slot cancelled =
                slot(Offer.BINDING, true, at(day, "16:00"), Instant.now().minusSeconds(60), 2);
        booked(open);
        booked(full);
        publication(closed, "CLOSED");
        publication(cancelled, "CANCELLED");
        Map<SlotStatus, Slot> each = Map.of(
                SlotStatus.PAST, past,
                SlotStatus.SCHEDULED, scheduled,
                SlotStatus.OPEN, open,
                SlotStatus.FULL, full,
                SlotStatus.CLOSED, closed,
                SlotStatus.CANCELLED, cancelled);
        each.forEach((status, slot) -> {
            List<JsonObject> listed = list(agent, "?type=engageant&from=" + today.minusDays(40) + "&status=" + status);
            assertEquals(ids(slot), ids(listed), status::name);
            assertEquals(status.name(), listed.get(0).getString("status"));
        });
        assertEquals(
                6, list(agent, "?type=engageant&from=" + today.minusDays(40)).size());
    }

    private static void publication(Slot slot, String publication) {
        offer.execute("update slot set publication = '%s' where id = '%s'".formatted(publication, slot.id()));
    }

    @Test
    void seatsAreCountedAndACapacityThatIsNotReachedIsShown() {
        LocalDate day = today.plusDays(130);
        Slot slot = slot(Offer.SESSION, true, at(day, "09:00"), Instant.now().minusSeconds(60), 4);
        booked(slot);
        TestClient held = backstage.client();
        backstage.consent(held.id(), "clef");
        client.post("/partner/holds")
                .token(backstage.partner("clef").token())
                .key("k")
                .json(new JsonObject()
                        .put("slotId", slot.id().toString())
                        .put("clientId", held.id().toString()))
                .await()
                .expect(201);
        assertSeats(slot, 4, 2, null);
        client.put("/staff/slots/" + slot.id() + "/capacity")
                .token(manager.token())
                .json(new JsonObject().put("capacity", 1))
                .await()
                .expect(200);
        assertSeats(slot, 2, 0, 1);
    }

    private static void assertSeats(Slot slot, int capacity, int left, @Nullable Integer wanted) {
        JsonObject shown =
                list(agent, on(LocalDate.ofInstant(slot.start(), Offered.ZONE))).get(0);
        assertEquals(slot.id().toString(), shown.getString("id"));
        assertEquals(
                List.of(capacity, left, 1, 1),
                Stream.of("capacity", "left", "booked", "held")
                        .map(shown::getInteger)
                        .toList());
        assertEquals(wanted, shown.getInteger("wantedCapacity"));
        assertEquals(left == 0 ? "FULL" : "OPEN", shown.getString("status"));
    }

    @Test
    void aSlotSaysWhereItComesFrom() {
        LocalDate day = today.plusDays(140);
        String plan = made("/staff/release-plans", Offered.plan("clef"));
        String other = made("/staff/release-plans", Offered.plan("clef"));
        String template = made(
                "/staff/slot-templates", Offered.template(day, day, "09:00").put("releasePlan", plan));
        client.post("/staff/slot-templates/" + template + "/publish")
                .token(manager.token())
                .await()
                .expect(200);
        Slot alone = slot(at(day, "14:00"));
        List<JsonObject> listed = list(agent, on(day));
        assertEquals(2, listed.size());
        JsonObject published = listed.get(0);
        assertEquals(plan, published.getString("releasePlan"));
        assertEquals(template, published.getString("template"));
        JsonObject own = listed.get(1);
        assertEquals(alone.id().toString(), own.getString("id"));
        assertEquals(List.of(false, false), List.of(own.containsKey("releasePlan"), own.containsKey("template")));
        assertEquals(List.of(published), list(agent, on(day) + "&releasePlan=" + plan));
        for (String nothing : List.of(other, Ids.next().toString(), "x")) {
            assertEquals(List.of(), list(agent, on(day) + "&releasePlan=" + nothing));
        }
    }

    private static String made(String path, JsonObject content) {
        return client.post(path)
                .token(manager.token())
                .json(content)
                .await()
                .expect(201)
                .getString("id");
    }

    /** What can be seen in public is said in the same words. */
    @Test
    void itSaysWhatThePublicSlotSays() {
        LocalDate day = today.plusDays(150);
        Slot slot = slot(at(day, "09:00"));
        seen(slot);
        JsonObject shown = list(agent, on(day)).get(0);
        JsonObject known = client.get("/slots/" + slot.id()).await().expect(200);
        assertEquals(Set.of("booked", "held"), difference(shown, known));
        known.fieldNames().forEach(field -> assertEquals(known.getValue(field), shown.getValue(field), field));
    }

    private static Set<String> difference(JsonObject shown, JsonObject known) {
        Set<String> more = new HashSet<>(shown.fieldNames());
        more.removeAll(known.fieldNames());
        return more;
    }

    @Test
    void everybodySeesTheSlotsOfTheirOrganisation() {
        LocalDate day = today.plusDays(160);
        Slot ours = slot(Offer.SESSION, true, at(day, "09:00"), Instant.now(), 5);
        Slot theirs = slot(Offer.WORKSHOP, false, at(day, "10:00"), Instant.now(), 5);
        TestClient others = backstage.employee("bureau", false, false);
        assertEquals(ids(ours), ids(list(agent, on(day))));
        assertEquals(ids(theirs), ids(list(others, on(day))));
        assertEquals(List.of(), list(agent, on(day) + "&organisation=bureau"));
        assertEquals(List.of(), list(agent, on(day) + "&location=bureau-quebec"));
        assertEquals(ids(ours, theirs), ids(list(ministry, on(day))));
        assertEquals(ids(theirs), ids(list(ministry, on(day) + "&organisation=bureau")));
        assertEquals(ids(theirs), ids(list(ministry, on(day) + "&location=bureau-quebec")));
        assertEquals(ids(theirs), ids(list(ministry, on(day) + "&type=atelier")));
        assertEquals(ids(ours), ids(partner("clef", day)));
        assertEquals(ids(theirs), ids(partner("bureau", day)));
    }

    private static List<JsonObject> partner(String organisation, LocalDate day) {
        return items(client.get("/partner/slots" + on(day))
                .token(backstage.partner(organisation).token())
                .await());
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        LocalDate day = today.plusDays(170);
        List<Slot> slots = new ArrayList<>();
        for (String time : List.of("09:00", "10:00", "11:00", "12:00", "13:00")) {
            slots.add(slot(at(day, time)));
        }
        // Three at one time, which only their ids put in order.
        String start = at(day, "10:00").toString();
        offer.execute("update slot set starts_at = '%s' where id in ('%s', '%s', '%s')"
                .formatted(
                        start,
                        slots.get(1).id(),
                        slots.get(2).id(),
                        slots.get(3).id()));
        List<String> inOrder = new ArrayList<>(ids(slots.toArray(Slot[]::new)));
        Collections.sort(inOrder.subList(1, 4)); // those of one millisecond are made in any order
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonObject answer = ask(agent, on(day) + "&limit=2" + cursor).expect(200);
            JsonArray items = answer.getJsonArray("items");
            items.forEach(item -> seen.add(((JsonObject) item).getString("id")));
            assertEquals(page < 2, answer.containsKey("nextCursor"));
            cursor = "&cursor=" + answer.getString("nextCursor");
        }
        assertEquals(inOrder, seen);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertEquals(
                "?to before-from",
                ask(agent, between(today, today.minusDays(1))).fault());
        assertEquals(
                "?opensTo before-from",
                ask(agent, "?opensFrom=" + today + "&opensTo=" + today.minusDays(1))
                        .fault());
        // The last two have the form of a cursor, and lie where PostgreSQL has no time.
        for (String cursor : List.of("x", "f" + "_".repeat(31), "g" + "A".repeat(31))) {
            assertEquals(
                    "?cursor invalid-cursor", ask(agent, "?cursor=" + cursor).fault());
        }
        assertEquals(List.of(), list(agent, between(LocalDate.of(2999, 12, 31), LocalDate.of(2999, 12, 31))));
    }

    @Test
    void timesHaveTheOffsetOfTheLocation() {
        LocalDate day = today.plusDays(180);
        slot(at(day, "09:00"));
        OffsetDateTime start = OffsetDateTime.parse(list(agent, on(day)).get(0).getString("start"));
        assertEquals(LocalTime.of(9, 0), start.toLocalTime().truncatedTo(ChronoUnit.MINUTES));
    }
}
