package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slots that managers publish, one by one and from files, on a whole node. */
class SlotOffersIT {

    private static final String HEADER = "type,location,date,start,end,capacity\n";

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final Backstage backstage = ground.backstage();
    private static final ContractClient client = ground.client();
    private static final TestClient manager = backstage.employee("clef", false, true);

    private static Request publishing(JsonObject... slots) {
        return client.post("/staff/slots")
                .token(manager.token())
                .json(new JsonObject().put("slots", new JsonArray(List.of(slots))));
    }

    private static String publish(JsonObject slot) {
        return publishing(slot).await().expect(201).getJsonArray("slots").getString(0);
    }

    private static Response book(String slot) {
        return client.post("/bookings")
                .token(backstage.client().token())
                .json(new JsonObject().put("slotId", slot))
                .await();
    }

    private static List<String> errors(JsonObject problem) {
        return problem.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .toList();
    }

    private static long slots() {
        return offer.count("select count(*) from slot");
    }

    @Test
    void aPublishedSlotIsSeenAndBookedAtOnce() {
        String id = publish(Offered.slot());
        JsonObject shown = client.get("/slots/" + id).await().expect(200);
        assertEquals("OPEN", shown.getString("status"));
        assertEquals("clef", shown.getJsonObject("organisation").getString("id"));
        assertEquals(20, shown.getInteger("left"));
        book(id).expect(201);
        assertEquals(
                manager.id(),
                offer.rows("select published_by from slot_origin where slot_id = '" + id + "'")
                        .get(0)
                        .get(0));
        assertEquals(
                List.of(List.of(
                        manager.id(),
                        new JsonObject().put("slots", new JsonArray().add(id)).put("published", 1))),
                offer
                        .rows(
                                "select actor, details from audit_log where action = 'OFFER_CHANGED' and details->'slots'->>0 = '"
                                        + id + "'")
                        .stream()
                        .map(row ->
                                List.of(row.get(0), new JsonObject(row.get(1).toString())))
                        .toList());
    }

    @Test
    void aSlotIsBookedFromItsOpeningAndNotBefore() {
        Instant opensAt = Instant.now().plusSeconds(3_600);
        String id = publish(Offered.slot().put("opensAt", Offered.time(opensAt)));
        book(id).expect(409, "slot-not-open");
        offer.execute("update slot set opens_at = clock_timestamp() + interval '1 second' where id = '" + id + "'");
        Until.holds(() -> book(id).status() == 201);
        assertEquals(
                0,
                offer.count("select count(*) from booking join slot on slot.id = slot_id"
                        + " where booking.created_at < slot.opens_at"));
    }

    @Test
    void modulesBecomeSegments() {
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(12, ChronoUnit.DAYS);
        JsonObject slot = Offered.slot(start);
        slot.getJsonArray("segments")
                .add(Offered.segment(start.plus(1, ChronoUnit.DAYS), start.plus(26, ChronoUnit.HOURS)));
        JsonObject shown = client.get("/slots/" + publish(slot)).await().expect(200);
        assertEquals(2, shown.getJsonArray("segments").size());
        assertEquals(300, shown.getInteger("durationMinutes"));
    }

    @Test
    void everythingWrongIsNamedAndNothingIsPublished() {
        long before = slots();
        Instant now = Instant.now();
        Instant start = now.plus(5, ChronoUnit.DAYS);
        JsonObject past = Offered.slot(now.minusSeconds(60));
        JsonObject elsewhere = Offered.slot(start).put("location", "bureau-quebec");
        JsonObject unheardOf = Offered.slot(start.plusSeconds(60)).put("type", "nothing");
        JsonObject backwards = Offered.slot(start.plusSeconds(120))
                .put("segments", new JsonArray().add(Offered.segment(start, start.minusSeconds(1))));
        JsonObject tangled = Offered.slot(start.plusSeconds(180))
                .put(
                        "segments",
                        new JsonArray()
                                .add(Offered.segment(start, start.plusSeconds(7200)))
                                .add(Offered.segment(start.plusSeconds(3600), start.plusSeconds(9000))));
        JsonObject late = Offered.slot(start.plusSeconds(240)).put("opensAt", Offered.time(start.plusSeconds(9000)));
        JsonObject tooLate = Offered.slot(start.plusSeconds(300)).put("opensAt", Offered.time(now.minusSeconds(5)));
        JsonObject planless = Offered.slot(start.plusSeconds(360))
                .put("releasePlan", UUID.randomUUID().toString());
        JsonObject torn =
                Offered.slot(start.plusSeconds(420)).put("releasePlan", "x").put("opensAt", Offered.time(start));
        JsonObject far = Offered.slot(now.plus(4000, ChronoUnit.DAYS));
        JsonObject good = Offered.slot();
        JsonObject problem = publishing(
                        past, elsewhere, unheardOf, backwards, tangled, late, tooLate, planless, torn, far, good, good)
                .await()
                .expect(400, "validation");
        assertEquals(
                List.of(
                        "/slots/0/segments/0/start slot-in-past",
                        "/slots/1/location location-unknown",
                        "/slots/2/type type-unknown",
                        "/slots/3/segments/0/end end-before-start",
                        "/slots/4/segments/1/start segments-overlap",
                        "/slots/5/opensAt release-after-start",
                        "/slots/6/opensAt release-in-past",
                        "/slots/7/releasePlan plan-unknown",
                        "/slots/8/releasePlan one-release",
                        "/slots/9/segments/0/start too-far-ahead",
                        "/slots/11/segments/0/start slot-repeated"),
                errors(problem));
        assertEquals(before, slots());
    }

    @Test
    void nonsenseIsRefused() {
        assertEquals(
                List.of("/slots/0/capacity too-small"),
                errors(publishing(Offered.slot().put("capacity", 0)).await().expect(400)));
        assertEquals(
                List.of("/slots/0/capacity too-large"),
                errors(publishing(Offered.slot().put("capacity", 10_001))
                        .await()
                        .expect(400)));
        JsonObject timeless = Offered.slot()
                .put(
                        "segments",
                        new JsonArray()
                                .add(new JsonObject().put("start", "soon").put("end", "2026-13-01T00:00:00Z")));
        assertEquals(
                List.of("/slots/0/segments/0/start wrong-format", "/slots/0/segments/0/end wrong-format"),
                errors(publishing(timeless).await().expect(400)));
        for (String extreme : List.of("-999999999-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z")) {
            JsonObject slot = Offered.slot()
                    .put(
                            "segments",
                            new JsonArray()
                                    .add(new JsonObject().put("start", extreme).put("end", extreme)));
            publishing(slot).await().expect(400, "validation");
            publishing(Offered.slot().put("opensAt", extreme)).await().expect(400, "validation");
        }
    }

    @Test
    void aRepetitionMakesNoDoubles() {
        JsonObject slot = Offered.slot();
        String key = UUID.randomUUID().toString();
        JsonObject first = publishing(slot).key(key).await().expect(201);
        long before = slots();
        assertEquals(first, publishing(slot).key(key).await().expect(201));
        publishing(Offered.slot()).key(key).await().expect(422, "idempotency-key-reused");
        assertEquals(
                List.of("/slots/0/segments/0/start slot-exists"),
                errors(publishing(slot).await().expect(400)));
        assertEquals(before, slots());
    }

    @Test
    void manyRepetitionsAtOnceMakeNoDoubles() {
        JsonObject slot = Offered.slot();
        String key = UUID.randomUUID().toString();
        long before = slots();
        List<Future<Response>> sent = IntStream.range(0, 8)
                .mapToObj(i -> publishing(slot).key(key).send())
                .toList();
        List<JsonObject> answers = sent.stream()
                .map(answer -> Await.of(answer).expect(201))
                .distinct()
                .toList();
        assertEquals(1, answers.size());
        assertEquals(before + 1, slots());
    }

    private static Request file(String rows, boolean dryRun) {
        return client.post("/staff/slots/import?dryRun=" + dryRun)
                .token(manager.token())
                .body(Buffer.buffer(HEADER + rows), "text/csv; charset=utf-8");
    }

    /** A row of a day that no other test uses. */
    private static String row(int day, int minute) {
        return "session,clef-montreal,%s,%02d:%02d,23:30,12\n"
                .formatted(LocalDate.now(Offered.ZONE).plusDays(100 + day), 6 + minute / 60, minute % 60);
    }

    private static String rows(int day, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(day + i / 500, i % 500))
                .collect(Collectors.joining());
    }

    @Test
    void aThousandRowsWithThreeErrorsNameTheThreeAndChangeNothing() {
        long before = slots();
        String[] lines = rows(0, 1000).split("\n", -1);
        lines[16] = lines[16].replace(",12", ",0");
        lines[499] = lines[499].replace("clef-montreal", "bureau-quebec");
        lines[998] = lines[998].replace(",23:30", ",25:30");
        JsonObject problem = file(String.join("\n", lines), false).await().expect(422, "csv-invalid");
        assertEquals(3, problem.getInteger("errorCount"));
        assertEquals(
                List.of("18 capacity too-small", "501 location location-unknown", "1000 end wrong-format"),
                problem.getJsonArray("errors").stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getInteger("line") + " " + error.getString("column") + " "
                                + error.getString("code"))
                        .toList());
        assertEquals(before, slots());
    }

    @Test
    void aFileIsTriedThenPublishedThenRefusedAsThereAlready() {
        long before = slots();
        String rows = rows(10, 700);
        assertEquals(
                new JsonObject().put("slots", 700).put("dryRun", true),
                file(rows, true).await().expect(200));
        assertEquals(before, slots());
        assertEquals(
                new JsonObject().put("slots", 700).put("dryRun", false),
                file(rows, false).key("file-1").await().expect(200));
        assertEquals(before + 700, slots());
        assertEquals(700, file(rows, false).key("file-1").await().expect(200).getInteger("slots"));
        assertEquals(700, file(rows, false).await().expect(422).getInteger("errorCount"));
        assertEquals(before + 700, slots());
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(110);
        JsonObject found = client.get("/slots?organisation=clef&from=" + day + "&to=" + day)
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0);
        assertTrue(found.getString("start").startsWith(day + "T06:00:00-0"), found.getString("start"));
    }

    @Test
    void modulesInAFileBecomeSegments() {
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(180);
        file("session,clef-montreal,%s|%s,17:00|17:00,20:00|21:00,12%n".formatted(day, day.plusDays(1)), false)
                .await()
                .expect(200);
        JsonObject found = client.get("/slots?organisation=clef&from=" + day + "&to=" + day)
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals(2, found.getJsonArray("segments").size());
        assertEquals(420, found.getInteger("durationMinutes"));
    }

    @Test
    void whatIsNoSuchFileIsRefused() {
        Buffer notUtf8 = Buffer.buffer(HEADER).appendBytes(new byte[] {(byte) 0xC3, (byte) 0x28});
        for (Buffer bad : List.of(
                notUtf8,
                Buffer.buffer("type,type\na,b\n"),
                Buffer.buffer("type,location\nsession,clef-montreal\n"),
                Buffer.buffer(HEADER),
                Buffer.buffer(HEADER + "\"session\n"),
                Buffer.buffer(HEADER + "session,clef-montreal\n"),
                Buffer.buffer("{\"slots\": []}"))) {
            JsonObject problem = client.post("/staff/slots/import")
                    .token(manager.token())
                    .body(bad, "text/csv")
                    .await()
                    .expect(422, "csv-invalid");
            assertTrue(problem.getInteger("errorCount") >= 1);
        }
        client.post("/staff/slots/import")
                .token(manager.token())
                .json(new JsonObject())
                .await()
                .expect(415, "unsupported-media-type");
        client.post("/staff/slots/import")
                .token(manager.token())
                .body(Buffer.buffer(new byte[5 * 1024 * 1024]), "text/csv")
                .await()
                .expect(413, "payload-too-large");
        JsonObject tooMany = file(rows(30, 10_001), false).await().expect(422);
        assertEquals(1, tooMany.getInteger("errorCount"));
        assertEquals(
                "csv-too-many-rows",
                tooMany.getJsonArray("errors").getJsonObject(0).getString("code"));
    }

    @Test
    void thousandsOfSlotsAtOnceDoNotKeepBookingsWaiting() {
        Slot slot = offer.open(5_000);
        Until.holds(() -> client.get("/slots/" + slot.id()).await().status() == 200);
        List<TestClient> people = backstage.clients(3_000);
        Future<Response> published = file(rows(50, 5_000), false).send();
        List<Long> millis = new ArrayList<>();
        int booked = 0;
        while (!published.isComplete() && booked < people.size()) {
            long begun = System.nanoTime();
            client.post("/bookings")
                    .token(people.get(booked).token())
                    .json(new JsonObject().put("slotId", slot.id().toString()))
                    .await()
                    .expect(201);
            millis.add((System.nanoTime() - begun) / 1_000_000);
            booked++;
        }
        assertEquals(5_000, Await.of(published).expect(200).getInteger("slots"));
        assertTrue(booked > 5, "only " + booked + " bookings were made meanwhile");
        // A machine that stands still for a moment keeps one or two waiting.
        long slow = millis.stream().sorted().toList().get(booked - 3);
        assertTrue(slow < 2_000, "three bookings took " + slow + " ms and more");
    }
}
