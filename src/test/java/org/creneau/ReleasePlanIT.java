package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.catalogue.BusinessDays;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Release plans on a whole node: openings are worked out beforehand, and follow the plan until they are there. */
class ReleasePlanIT {

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final BusinessDays days = new BusinessDays();
    private static final Backstage backstage = ground.backstage();
    private static final ContractClient client = ground.client();
    private static final TestClient manager = backstage.employee("clef", false, true);

    private static Response create(JsonObject plan) {
        return client.post("/staff/release-plans")
                .token(manager.token())
                .json(plan)
                .await();
    }

    private static String daily(int businessDaysAhead, String time) {
        return create(plan().put("daily", rule(businessDaysAhead, time)))
                .expect(201)
                .getString("id");
    }

    private static JsonObject rule(int businessDaysAhead, String time) {
        return new JsonObject().put("businessDaysAhead", businessDaysAhead).put("time", time);
    }

    private static JsonObject plan() {
        return new JsonObject().put("organisation", "clef").put("name", "Plan");
    }

    private static JsonObject wave(Instant opensAt, int share) {
        return new JsonObject().put("opensAt", Offered.time(opensAt)).put("share", share);
    }

    private static Response change(String id, JsonObject form, String ifMatch) {
        return client.put("/staff/release-plans/" + id)
                .token(manager.token())
                .header("If-Match", ifMatch)
                .json(form)
                .await();
    }

    private static Response publish(String plan, Instant... starts) {
        JsonArray slots = new JsonArray();
        for (Instant start : starts) {
            slots.add(Offered.slot(start).put("releasePlan", plan));
        }
        return client.post("/staff/slots")
                .token(manager.token())
                .json(new JsonObject().put("slots", slots))
                .await();
    }

    private static List<String> ids(Response published) {
        return published.expect(201).getJsonArray("slots").stream()
                .map(String.class::cast)
                .toList();
    }

    private static Instant opensAt(String slot) {
        return OffsetDateTime.parse(
                        client.get("/slots/" + slot).await().expect(200).getString("opensAt"))
                .toInstant();
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(Offered.ZONE).toInstant();
    }

    @Test
    void everyBusinessDayOpensTheDaySoManyBusinessDaysAhead() {
        String plan = daily(10, "07:00");
        for (int ahead = 30; ahead < 44; ahead++) {
            LocalDate day = LocalDate.now(Offered.ZONE).plusDays(ahead);
            String slot = ids(publish(plan, at(day, "14:00"))).get(0);
            assertEquals(at(days.before(day, 10), "07:00"), opensAt(slot), () -> "of " + day);
            client.post("/bookings")
                    .token(backstage.client().token())
                    .json(new JsonObject().put("slotId", slot))
                    .await()
                    .expect(409, "slot-not-open");
        }
    }

    @Test
    void aReleaseInThePastIsRefused() {
        String plan = daily(10, "07:00");
        LocalDate soon = LocalDate.now(Offered.ZONE).plusDays(2);
        assertEquals(
                "/slots/0/releasePlan release-in-past",
                publish(plan, at(soon, "15:00")).fault());
        String sameDay = daily(0, "20:00");
        assertEquals(
                "/slots/0/releasePlan release-after-start",
                publish(sameDay, at(soon.plusDays(1), "15:00")).fault());
        Instant past = Instant.now().minusSeconds(5);
        Instant ahead = Instant.now().plus(1, ChronoUnit.DAYS);
        assertEquals(
                "/waves/0/opensAt release-in-past",
                create(plan().put("waves", new JsonArray().add(wave(past, 50)).add(wave(ahead, 50))))
                        .fault());
    }

    @Test
    void aPlanIsOneThing() {
        Instant ahead = Instant.now().plus(1, ChronoUnit.DAYS);
        assertEquals(" one-release-rule", create(plan()).fault());
        assertEquals(
                " one-release-rule",
                create(plan().put("daily", rule(1, "07:00")).put("waves", new JsonArray().add(wave(ahead, 100))))
                        .fault());
        assertEquals(
                "/waves shares-not-100",
                create(plan().put("waves", new JsonArray().add(wave(ahead, 99))))
                        .fault());
        assertEquals(
                "/waves/1/opensAt waves-order",
                create(plan().put("waves", new JsonArray().add(wave(ahead, 50)).add(wave(ahead, 50))))
                        .fault());
        assertEquals(
                "/daily/zone zone-unknown",
                create(plan().put("daily", rule(1, "07:00").put("zone", "Mars/Olympus")))
                        .fault());
        assertEquals(
                "/daily/time wrong-format",
                create(plan().put("daily", rule(1, "24:00"))).fault());
        assertEquals(
                "/organisation organisation-unknown",
                create(plan().put("organisation", "bureau").put("daily", rule(1, "07:00")))
                        .fault());
    }

    private static Map<Instant, Long> openings(String plan) {
        return offer
                .rows("select opens_at, count(*) from slot join slot_origin on slot_id = slot.id where plan_id = '"
                        + plan + "' group by opens_at")
                .stream()
                .collect(Collectors.toMap(
                        row -> ((java.sql.Timestamp) row.get(0)).toInstant(),
                        row -> (Long) row.get(1),
                        (a, b) -> a,
                        TreeMap::new));
    }

    @Test
    void wavesHaveTheirSharesHoweverSlotsArrive() {
        Instant first = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Instant second = first.plus(2, ChronoUnit.DAYS);
        JsonObject made = create(
                        plan().put("waves", new JsonArray().add(wave(first, 60)).add(wave(second, 40))))
                .expect(201);
        String plan = made.getString("id");
        Instant start = Instant.now().plus(200, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        ids(publish(plan, every4Hours(start, 0, 7)));
        ids(publish(plan, every4Hours(start, 7, 20)));
        assertEquals(Map.of(first, 12L, second, 8L), openings(plan));
        Instant third = second.plus(1, ChronoUnit.DAYS);
        JsonObject changed = new JsonObject()
                .put("name", "Plan")
                .put("waves", new JsonArray().add(wave(second, 25)).add(wave(third, 75)));
        change(plan, changed, "\"1\"").expect(200);
        assertEquals(Map.of(second, 5L, third, 15L), openings(plan));
    }

    @Test
    void aChangeMovesWhatIsNotOpenAndLeavesWhatIs() {
        String plan = daily(5, "07:00");
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(60);
        List<String> slots = ids(publish(plan, at(day, "08:00"), at(day.plusDays(1), "08:00")));
        String open = slots.get(0);
        offer.execute("update slot set opens_at = now() - interval '1 hour' where id = '" + open + "'");
        Until.holds(() -> opensAt(open).isBefore(Instant.now()));
        Instant opened = opensAt(open);
        JsonObject form = new JsonObject().put("name", "Plus tard").put("daily", rule(2, "09:30"));
        Response changed = change(plan, form, "\"1\"");
        assertEquals(2, changed.expect(200).getInteger("version"));
        assertEquals("\"2\"", changed.headers().get("ETag"));
        assertEquals(at(days.before(day.plusDays(1), 2), "09:30"), opensAt(slots.get(1)));
        assertEquals(opened, opensAt(open));
        change(plan, form, "\"1\"").expect(412, "changed-meanwhile");
        assertEquals(
                0, offer.count("select count(*) from slot_origin where plan_version < 2 and plan_id = '" + plan + "'"));
    }

    /** It never opens, so no opening of it can be wrong. */
    @Test
    void aCancelledSlotIsInNoPlansWay() {
        String plan = daily(2, "07:00");
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(70);
        String slot = ids(publish(plan, at(day, "08:00"))).get(0);
        offer.execute("update slot set publication = 'CANCELLED' where id = '" + slot + "'");
        JsonObject form = new JsonObject().put("name", "Plan").put("daily", rule(60, "07:00"));
        change(plan, form, "\"1\"").expect(200);
        assertEquals(
                0, offer.count("select count(*) from slot_origin where plan_version < 2 and plan_id = '" + plan + "'"));
    }

    /** They would count as if they were of a wave that is to come, whose share the next slots would then not get. */
    @Test
    void whatAWaveOpenedThatIsNoLongerInThePlanCountsTowardsNone() {
        Instant first = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Instant second = first.plus(1, ChronoUnit.DAYS);
        Instant third = second.plus(1, ChronoUnit.DAYS);
        JsonObject waves =
                plan().put("waves", new JsonArray().add(wave(first, 50)).add(wave(second, 50)));
        String plan = create(waves).expect(201).getString("id");
        Instant start = Instant.now().plus(300, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        ids(publish(plan, every4Hours(start, 0, 8)));
        offer.execute("update slot set opens_at = now() - interval '1 hour' from slot_origin origin "
                + "where slot_id = slot.id and wave = 0 and plan_id = '" + plan + "'");
        JsonObject later = new JsonObject()
                .put("name", "Plan")
                .put("waves", new JsonArray().add(wave(second, 50)).add(wave(third, 50)));
        change(plan, later, "\"1\"").expect(200);
        ids(publish(plan, every4Hours(start, 8, 12)));
        assertEquals(4, openings(plan).get(second));
        assertEquals(4, openings(plan).get(third));
    }

    private static Instant[] every4Hours(Instant start, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> start.plus(4L * i, ChronoUnit.HOURS))
                .toArray(Instant[]::new);
    }

    /** The node that changed the plan may have died before it moved the slots. */
    @Test
    void whatAnotherNodeLeftIsFinished() {
        String plan = daily(5, "07:00");
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(80);
        String slot = ids(publish(plan, at(day, "08:00"))).get(0);
        offer.execute("update release_plan set days_ahead = 3, version = version + 1 where id = '" + plan + "'");
        Instant moved = at(days.before(day, 3), "07:00");
        Until.holds(() -> opensAt(slot).equals(moved));
    }

    /** A change that gets stuck is not reported as done. */
    @Test
    void aPlanSaysHowManySlotsAreStillToBeMoved() {
        String plan = daily(5, "07:00");
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(90);
        List<String> slots = ids(publish(plan, at(day, "08:00"), at(day, "12:00"), at(day, "16:00"), at(day, "20:00")));
        offer.execute("update slot set opens_at = now() - interval '1 hour' where id = '" + slots.get(0) + "'");
        offer.execute("update slot set publication = 'CANCELLED' where id = '" + slots.get(1) + "'");
        assertEquals(0, shown(plan).getInteger("pending"));
        offer.execute("""
                create function stuck() returns trigger language plpgsql as $$
                begin
                    raise exception 'stuck';
                end $$;
                create trigger stuck before update on slot_origin for each row when (old.plan_id = '%s')
                    execute function stuck()""".formatted(plan));
        try {
            JsonObject form = new JsonObject().put("name", "Plan").put("daily", rule(3, "07:00"));
            JsonObject changed = change(plan, form, "\"1\"").expect(200);
            assertEquals(2, changed.getInteger("pending"));
            assertEquals(2, changed.getInteger("version"));
            assertEquals(changed, shown(plan));
            assertTrue(client.get("/staff/release-plans?limit=100")
                    .token(manager.token())
                    .await()
                    .expect(200)
                    .getJsonArray("items")
                    .contains(changed));
        } finally {
            offer.execute("drop function stuck cascade");
        }
        Until.holds(() -> shown(plan).getInteger("pending") == 0);
        assertEquals(at(days.before(day, 3), "07:00"), opensAt(slots.get(3)));
    }

    private static JsonObject shown(String plan) {
        return client.get("/staff/release-plans/" + plan)
                .token(manager.token())
                .await()
                .expect(200);
    }

    @Test
    void aChangeThatWouldReleaseInThePastIsRefused() {
        String plan = daily(2, "07:00");
        LocalDate day = LocalDate.now(Offered.ZONE).plusDays(20);
        String slot = ids(publish(plan, at(day, "08:00"))).get(0);
        Instant before = opensAt(slot);
        JsonObject form = new JsonObject().put("name", "Plan").put("daily", rule(60, "07:00"));
        assertEquals("/daily release-in-past", change(plan, form, "\"1\"").fault());
        assertEquals(before, opensAt(slot));
        assertTrue(client.get("/staff/release-plans?limit=100")
                .token(manager.token())
                .await()
                .expect(200)
                .encode()
                .contains(plan));
        assertTrue(!client.get("/staff/release-plans?limit=100")
                .token(backstage.employee("bureau", false, true).token())
                .await()
                .expect(200)
                .encode()
                .contains(plan));
    }
}
