package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.catalogue.BusinessDays;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Templates on two nodes: previewed, published once however often, and in nobody's way. */
class SlotTemplateIT {

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final TestNode other = ground.another(Map.of());
    private static final Backstage backstage = ground.backstage();
    private static final ContractClient client = ground.client();
    private static final TestClient manager = backstage.employee("clef", false, true);

    /** Templates of other tests would be in the way. */
    @BeforeEach
    void clear() {
        offer.execute("delete from slot_origin; delete from slot; delete from slot_template");
    }

    private static Response create(JsonObject template) {
        return client.post("/staff/slot-templates")
                .token(manager.token())
                .json(template)
                .await();
    }

    private static String created(JsonObject template) {
        return create(template).expect(201).getString("id");
    }

    private static JsonObject preview(String id) {
        return client.post("/staff/slot-templates/" + id + "/preview")
                .token(manager.token())
                .await()
                .expect(200);
    }

    private static Future<Response> publishing(ContractClient at, String id) {
        return at.post("/staff/slot-templates/" + id + "/publish")
                .token(manager.token())
                .send();
    }

    private static JsonObject publish(String id) {
        return Await.of(publishing(client, id)).expect(200);
    }

    private static JsonObject result(int published, int before, int skipped) {
        return new JsonObject()
                .put("published", published)
                .put("before", before)
                .put("skipped", skipped);
    }

    private static List<String> lines(JsonObject preview) {
        return preview.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(line -> line.getString("date") + " " + line.getString("begins") + " " + line.getString("state")
                        + (line.containsKey("reason") ? " " + line.getString("reason") : ""))
                .toList();
    }

    /** A holiday on a weekday, some weeks ahead. */
    private static LocalDate holiday() {
        BusinessDays days = new BusinessDays();
        return Stream.iterate(LocalDate.now(Offered.ZONE).plusDays(20), day -> day.plusDays(1))
                .filter(day -> days.isHoliday(day) && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePreviewSaysWhatWouldBePublishedAndWhatNotAndWhy() {
        LocalDate holiday = holiday();
        JsonObject template = Offered.template(holiday.minusDays(1), holiday.plusDays(2), "09:00", "13:30");
        template.getJsonObject("pattern")
                .put("exceptions", new JsonArray().add(holiday.plusDays(1).toString()));
        String id = created(template);
        JsonObject preview = preview(id);
        assertEquals(
                List.of(
                        holiday.minusDays(1) + " 09:00 PUBLISHABLE",
                        holiday.minusDays(1) + " 13:30 PUBLISHABLE",
                        holiday + " 09:00 SKIPPED holiday",
                        holiday + " 13:30 SKIPPED holiday",
                        holiday.plusDays(1) + " 09:00 SKIPPED exception",
                        holiday.plusDays(1) + " 13:30 SKIPPED exception"),
                lines(preview).subList(0, 6));
        String begins = preview.getJsonArray("items")
                .getJsonObject(0)
                .getJsonArray("segments")
                .getJsonObject(0)
                .getString("start");
        assertTrue(begins.startsWith(holiday.minusDays(1) + "T09:00:00-0"), begins);
        assertEquals(0, offer.count("select count(*) from slot"));
        assertEquals(preview.getInteger("publishable"), publish(id).getInteger("published"));
        JsonObject after = preview(id);
        assertEquals(0, after.getInteger("publishable"));
        assertEquals(preview.getInteger("publishable"), after.getInteger("published"));
        String slot = after.getJsonArray("items").getJsonObject(0).getString("slotId");
        JsonObject shown = client.get("/slots/" + slot).await().expect(200);
        assertEquals(180, shown.getInteger("durationMinutes"));
        assertTrue(shown.getString("start").startsWith(holiday.minusDays(1) + "T09:00:00-0"));
    }

    @Test
    void holidaysCanBeWanted() {
        LocalDate holiday = holiday();
        JsonObject template = Offered.template(holiday, holiday, "09:00");
        template.getJsonObject("pattern").put("onHolidays", true);
        assertEquals(result(1, 0, 0), publish(created(template)));
    }

    @Test
    void publishedTwiceThereAreNoDoubles() {
        LocalDate from = LocalDate.now(Offered.ZONE).plusDays(3);
        JsonObject template = Offered.template(from, from.plusDays(40), "09:00", "13:00");
        template.getJsonObject("pattern").put("onHolidays", true);
        String id = created(template);
        List<Future<Response>> sent = IntStream.range(0, 8)
                .mapToObj(i -> publishing(i % 2 == 0 ? client : other.client(), id))
                .toList();
        int published = sent.stream()
                .mapToInt(answer -> Await.of(answer).expect(200).getInteger("published"))
                .sum();
        assertEquals(82, published);
        assertEquals(82, offer.count("select count(*) from slot"));
        assertEquals(result(0, 82, 0), publish(id));
        List<List<Object>> slots = offer.rows("select id from slot");
        Until.holds(() -> slots.stream()
                .allMatch(slot ->
                        other.client().get("/slots/" + slot.get(0)).await().status() == 200));
    }

    @Test
    void overlappingTemplatesAreRefused() {
        LocalDate from = LocalDate.now(Offered.ZONE).plusDays(5);
        String first = created(Offered.template(from, from.plusDays(10), "09:00"));
        JsonObject meets = Offered.template(from.plusDays(10), from.plusDays(30), "11:59");
        JsonObject problem = create(meets).expect(409, "template-overlaps");
        assertEquals(first, problem.getString("template"));
        assertEquals(from.plusDays(10).toString(), problem.getString("date"));
        // Neither at another time, nor of another type, nor beside one that is retired.
        created(Offered.template(from, from.plusDays(10), "12:00"));
        created(Offered.template(from, from.plusDays(10), "09:00").put("type", Offer.WORKSHOP));
        client.put("/staff/slot-templates/" + first)
                .token(manager.token())
                .json(Offered.template(from, from.plusDays(10), "09:00").put("retired", true))
                .await()
                .expect(200);
        created(Offered.template(from, from.plusDays(10), "09:00"));
        Await.of(publishing(client, first)).expect(409, "template-retired");
    }

    @Test
    void ofTwoOverlappingTemplatesMadeAtOnceOneIsRefused() {
        LocalDate from = LocalDate.now(Offered.ZONE).plusDays(5);
        List<Future<Response>> sent = IntStream.range(0, 4)
                .mapToObj(i -> (i % 2 == 0 ? client : other.client())
                        .post("/staff/slot-templates")
                        .token(manager.token())
                        .json(Offered.template(from, from.plusDays(10), "09:0" + i))
                        .send())
                .toList();
        List<Integer> answers =
                sent.stream().map(answer -> Await.of(answer).status()).sorted().toList();
        assertEquals(List.of(201, 409, 409, 409), answers);
    }

    @Test
    void whatIsInTheWayOfOtherSlotsIsLeftOut() {
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(9);
        client.post("/staff/slots")
                .token(manager.token())
                .json(new JsonObject()
                        .put(
                                "slots",
                                new JsonArray()
                                        .add(Offered.slot(day.atTime(10, 0)
                                                .atZone(Offered.ZONE)
                                                .toInstant()))))
                .await()
                .expect(201);
        JsonObject template = Offered.template(day, day, "08:00", "13:00");
        template.getJsonObject("pattern").put("onHolidays", true);
        assertEquals(
                List.of(day + " 08:00 SKIPPED slot-overlaps", day + " 13:00 PUBLISHABLE"),
                lines(preview(created(template))));
    }

    @Test
    void modulesMakeOneSlot() {
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(15);
        JsonObject template = Offered.template(day, day, "08:00");
        template.getJsonObject("pattern").put("onHolidays", true).remove("times");
        template.getJsonObject("pattern")
                .put(
                        "modules",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("day", 0)
                                        .put("start", "17:00")
                                        .put("end", "20:00"))
                                .add(new JsonObject()
                                        .put("day", 2)
                                        .put("start", "17:00")
                                        .put("end", "19:00")));
        String id = created(template);
        publish(id);
        String slot = preview(id).getJsonArray("items").getJsonObject(0).getString("slotId");
        JsonObject shown = client.get("/slots/" + slot).await().expect(200);
        assertEquals(2, shown.getJsonArray("segments").size());
        assertTrue(shown.getString("end").startsWith(day.plusDays(2) + "T19:00:00-0"));
    }

    @Test
    void aSeriesThatMeetsTheNextOneIsRefused() {
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(15);
        JsonObject template = Offered.template(day, day.plusDays(3), "08:00");
        template.getJsonObject("pattern").put("onHolidays", true).remove("times");
        template.getJsonObject("pattern")
                .put(
                        "modules",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("day", 0)
                                        .put("start", "17:00")
                                        .put("end", "20:00"))
                                .add(new JsonObject()
                                        .put("day", 1)
                                        .put("start", "19:00")
                                        .put("end", "21:00")));
        assertEquals("/pattern segments-overlap", create(template).fault());
    }

    @Test
    void openingsFollowAPlan() {
        String plan = client.post("/staff/release-plans")
                .token(manager.token())
                .json(Offered.plan("clef"))
                .await()
                .expect(201)
                .getString("id");
        LocalDate soon = LocalDate.now(Offered.ZONE).plusDays(1);
        JsonObject template = Offered.template(soon, soon.plusDays(40), "09:00").put("releasePlan", plan);
        template.getJsonObject("pattern").put("onHolidays", true);
        String id = created(template);
        List<String> lines = lines(preview(id));
        assertEquals(soon + " 09:00 SKIPPED release-in-past", lines.get(0));
        assertTrue(lines.get(40).endsWith("PUBLISHABLE"));
        publish(id);
        assertEquals(0, offer.count("select count(*) from slot where opens_at <= now()"));
        assertEquals(0, offer.count("select count(*) from slot where opens_at > starts_at - interval '5 days'"));
    }

    @Test
    void whatIsNoTemplateIsRefused() {
        LocalDate from = LocalDate.now(Offered.ZONE).plusDays(5);
        assertEquals(
                "/pattern/to before-from",
                create(Offered.template(from, from.minusDays(1), "09:00")).fault());
        assertEquals(
                "/pattern/to too-many-days",
                create(Offered.template(from, from.plusDays(366), "09:00")).fault());
        assertEquals(
                "/pattern/times/1 segments-overlap",
                create(Offered.template(from, from.plusDays(1), "09:00", "11:59"))
                        .fault());
        assertEquals(
                "/location location-unknown",
                create(Offered.template(false).put("location", "bureau-quebec")).fault());
        assertEquals(
                "/type type-unknown",
                create(Offered.template(false).put("type", "nothing")).fault());
        assertEquals(
                "/opensAt release-in-past",
                create(Offered.template(false).put("opensAt", "2020-01-01T00:00:00Z"))
                        .fault());
        assertEquals(
                "/capacity too-small",
                create(Offered.template(false).put("capacity", 0)).fault());
        JsonObject aimless = Offered.template(false);
        aimless.getJsonObject("pattern").remove("times");
        assertEquals("/pattern times-or-modules", create(aimless).fault());
        String[] minutes = IntStream.range(0, 100)
                .mapToObj(i -> "%02d:%02d".formatted(i / 10, i % 10))
                .toArray(String[]::new);
        assertEquals(
                "/pattern too-many-occurrences",
                create(Offered.template(from, from.plusDays(200), minutes)).fault());
        assertEquals(
                "/pattern/to wrong-format",
                create(Offered.template(from, from, "09:00")
                                .put(
                                        "pattern",
                                        Offered.template(from, from, "09:00")
                                                .getJsonObject("pattern")
                                                .put("to", "2026-02-30")))
                        .fault());
    }

    @Test
    void somebodyElsesChangeIsNotOverwritten() {
        JsonObject form = Offered.template(false);
        Response made = create(form);
        assertEquals("\"1\"", made.headers().get("ETag"));
        String path = "/staff/slot-templates/" + made.json().getString("id");
        client.put(path)
                .token(manager.token())
                .header("If-Match", "\"1\"")
                .json(form)
                .await()
                .expect(200);
        client.put(path)
                .token(manager.token())
                .header("If-Match", "\"1\"")
                .json(form)
                .await()
                .expect(412, "changed-meanwhile");
        assertEquals(
                2, client.get(path).token(manager.token()).await().expect(200).getInteger("version"));
    }
}
