package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people find when they search, and how soon they see what others do. */
class FindingSlotsIT {

    private static final ZoneId MONTREAL = ZoneId.of("America/Toronto");
    private static final Duration LONG_AGO = Duration.ofDays(-1);

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);

    /** Never booked by any test: those have slots of their own, before the fourth day. */
    private static final Slot sessionInMontreal = offer.add(Offer.SESSION, true, Duration.ofDays(5), LONG_AGO, 10);

    private static final Slot sessionInQuebec = offer.add(Offer.SESSION, false, Duration.ofDays(7), LONG_AGO, 10);
    private static final Slot workshopInMontreal = offer.add(Offer.WORKSHOP, true, Duration.ofDays(9), LONG_AGO, 10);
    private static final Slot notOpenYet = offer.add(Offer.SESSION, true, Duration.ofDays(11), Duration.ofDays(1), 10);

    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | A B C D",
                "type=session                          | A B D",
                "type=atelier                          | C",
                "city=montreal                         | A C D",
                "organisation=bureau                   | B",
                "type=session&city=montreal            | A D",
                "type=session&organisation=clef&available=true | A",
                "available=true                        | A B C",
                "type=engageant                        | ''",
                "city=nulle-part                       | ''"
            })
    void byTypeTownAndOrganisation(String criteria, String expected) {
        assertEquals(expected, names(search("from=" + day(4) + "&" + criteria)));
    }

    @Test
    void byDates() {
        assertEquals("A B", names(search("from=" + day(4) + "&to=" + dayOf(sessionInQuebec))));
        assertEquals("B", names(search("from=" + dayOf(sessionInQuebec) + "&to=" + dayOf(sessionInQuebec))));
        assertEquals("D", names(search("from=" + dayOf(notOpenYet))));
        assertEquals("", names(search("from=" + day(400))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 100})
    void pageByPage(int limit) {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        for (int pages = 0; pages == 0 || !cursor.isEmpty(); pages++) {
            assertTrue(pages < 5, "the pages do not end");
            String next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
            JsonObject page = client.get("/slots?from=" + day(4) + "&limit=" + limit + next)
                    .await()
                    .expect(200);
            assertTrue(page.getJsonArray("items").size() <= limit);
            page.getJsonArray("items").forEach(item -> all.add((JsonObject) item));
            cursor = page.getString("nextCursor", "");
        }
        assertEquals("A B C D", names(all));
    }

    @Test
    void aSlotIsShownAsItIs() {
        JsonObject shown = client.get("/slots/" + notOpenYet.id()).await().expect(200);
        assertEquals("SCHEDULED", shown.getString("status"));
        assertEquals("session", shown.getJsonObject("type").getString("id"));
        assertEquals("clef", shown.getJsonObject("organisation").getString("id"));
        assertEquals("clef-montreal", shown.getJsonObject("location").getString("id"));
        assertEquals(180, shown.getInteger("durationMinutes"));
        assertEquals(10, shown.getInteger("capacity"));
        assertEquals(10, shown.getInteger("left"));
        assertEquals(1, shown.getJsonArray("segments").size());
        assertEquals(search("from=" + dayOf(notOpenYet)).get(0), shown);
    }

    @Test
    void seatsLeftFollowBookingsAndCancellations() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(2), LONG_AGO, 2);
        Until.holds(() -> left(slot) == 2);
        TestClient one = backstage.client();
        TestClient other = backstage.client();
        String booking = book(one, slot).getString("id");
        Until.holds(() -> left(slot) == 1);
        book(other, slot);
        Until.holds(() -> left(slot) == 0 && status(slot).equals("FULL"));
        assertTrue(search("available=true&to=" + day(3)).stream().noneMatch(item -> is(item, slot)));

        client.post("/bookings/" + booking + "/cancel")
                .token(one.token())
                .await()
                .expect(200);

        Until.holds(() -> left(slot) == 1 && status(slot).equals("OPEN"));
        assertTrue(search("available=true&to=" + day(3)).stream().anyMatch(item -> is(item, slot)));
    }

    @Test
    void redisMayBeEmptiedBetweenSearchAndBooking() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(2), LONG_AGO, 2);
        assertEquals(0, book(backstage.client(), slot).getInteger("seat"));
        Until.holds(() -> left(slot) == 1);

        backstage.flush();

        assertEquals(1, book(backstage.client(), slot).getInteger("seat"));
        client.post("/bookings")
                .token(backstage.client().token())
                .json(body(slot))
                .await()
                .expect(409, "slot-full");
        Until.holds(() -> left(slot) == 0);
        Until.holds(() -> backstage.differences(List.of(slot.id())).isEmpty());
    }

    private static JsonObject book(TestClient who, Slot slot) {
        return client.post("/bookings")
                .token(who.token())
                .json(body(slot))
                .await()
                .expect(201);
    }

    private static JsonObject body(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static List<JsonObject> search(String query) {
        return client.get("/slots?" + query).await().expect(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static int left(Slot slot) {
        return client.get("/slots?to=" + day(3)).await().expect(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> is(item, slot))
                .map(item -> item.getInteger("left"))
                .findFirst()
                .orElse(-1);
    }

    private static String status(Slot slot) {
        return client.get("/slots/" + slot.id()).await().expect(200).getString("status");
    }

    private static boolean is(JsonObject item, Slot slot) {
        return item.getString("id").equals(slot.id().toString());
    }

    /** The four slots that are always there, by a letter each, in the order found. */
    private static String names(List<JsonObject> items) {
        List<Slot> known = List.of(sessionInMontreal, sessionInQuebec, workshopInMontreal, notOpenYet);
        return String.join(
                " ",
                items.stream()
                        .map(item -> known.stream()
                                .filter(slot -> is(item, slot))
                                .map(slot -> "ABCD".substring(known.indexOf(slot), known.indexOf(slot) + 1))
                                .findFirst()
                                .orElse("?"))
                        .toList());
    }

    private static LocalDate day(int days) {
        return LocalDate.now(MONTREAL).plusDays(days);
    }

    private static LocalDate dayOf(Slot slot) {
        return LocalDate.ofInstant(slot.start(), MONTREAL);
    }
}
