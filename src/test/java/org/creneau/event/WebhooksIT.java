package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.event.Receiver.Received;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.Metrics;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a partner's server hears, from two nodes. */
class WebhooksIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final String REDIS = TestServers.newRedis();
    private static final Offer OFFER = new Offer(DATABASE);
    private static final Map<String, String> SETTINGS = Map.of(
            "events.allowLoopback", "true",
            "events.pollMillis", "50",
            "events.firstRetrySeconds", "1",
            "events.longestRetrySeconds", "1",
            "events.maxAttempts", "4",
            "events.sendTimeoutMillis", "10000");
    private static TestNode one;
    private static TestNode two;
    private static Backstage backstage;

    private final Receiver receiver = Receiver.start();
    private TestClient partner;

    @BeforeAll
    static void startNodes() {
        one = TestNode.start(DATABASE, REDIS, SETTINGS);
        two = TestNode.start(DATABASE, REDIS, SETTINGS);
        backstage = new Backstage(DATABASE, REDIS);
    }

    @AfterAll
    static void stopNodes() {
        two.close();
        one.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @BeforeEach
    void newPartner() {
        partner = backstage.partner("clef");
    }

    @AfterEach
    void close() {
        OFFER.execute("delete from webhook");
        receiver.close();
    }

    private ContractClient.Request post(String path) {
        return two.client().post(path).token(partner.token());
    }

    private JsonObject get(String path) {
        return one.client().get(path).token(partner.token()).await().expect(200);
    }

    private static JsonObject request(String url, EventKind... kinds) {
        List<String> names = Arrays.stream(kinds.length == 0 ? EventKind.values() : kinds)
                .map(EventKind::text)
                .toList();
        return new JsonObject().put("url", url).put("events", new JsonArray(names));
    }

    private JsonObject webhook(String path, EventKind... kinds) {
        return post("/partner/webhooks")
                .json(request(receiver.url(path), kinds))
                .await()
                .expect(201);
    }

    private static String id(JsonObject made) {
        return made.getJsonObject("webhook").getString("id");
    }

    private static UUID book(TestClient who, Slot slot) {
        return UUID.fromString(Until.answers(
                        () -> one.client()
                                .post("/bookings")
                                .token(who.token())
                                .json(new JsonObject().put("slotId", slot.id().toString()))
                                .await(),
                        answer -> answer.status() != 404)
                .expect(201)
                .getString("id"));
    }

    private List<Received> of(UUID booking) {
        return receiver.received().stream()
                .filter(event -> event.body().contains(booking.toString()))
                .toList();
    }

    private static List<String> types(List<Received> events) {
        return events.stream().map(Received::type).toList();
    }

    private List<JsonObject> deliveries(String webhook) {
        return get("/partner/webhooks/" + webhook + "/deliveries?limit=100").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String signature(String secret, Received event) {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        return Secrets.sign(
                List.of(key),
                event.header("webhook-id"),
                Long.parseLong(event.header("webhook-timestamp")),
                event.body());
    }

    @Test
    void aBookingItsMoveAndItsEndAreToldInOrderAndSigned() {
        JsonObject made = webhook("/all");
        TestClient who = backstage.client();
        Slot slot = OFFER.open(5);
        Slot other = OFFER.open(5);
        UUID booking = book(who, slot);
        Until.holds(() -> one.client().get("/slots/" + other.id()).await().status() == 200);
        UUID moved = UUID.fromString(one.client()
                .post("/bookings/" + booking + "/reschedule")
                .token(who.token())
                .json(new JsonObject().put("slotId", other.id().toString()))
                .await()
                .expect(200)
                .getString("id"));
        one.client()
                .post("/bookings/" + moved + "/cancel")
                .token(who.token())
                .await()
                .expect(200);
        Until.holds(() -> of(moved).size() == 2 && of(booking).size() == 2);

        assertEquals(List.of("booking.created", "booking.moved"), types(of(booking)));
        assertEquals(List.of("booking.moved", "booking.cancelled"), types(of(moved)));
        JsonObject data = of(moved).get(0).data();
        assertEquals(who.id().toString(), data.getString("clientId"));
        assertEquals(booking.toString(), data.getString("formerBookingId"));
        assertEquals(slot.id().toString(), data.getString("formerSlotId"));
        assertEquals(other.id().toString(), data.getString("slotId"));
        for (Received event : receiver.received()) {
            assertEquals(signature(made.getString("secret"), event), event.header("webhook-signature"));
            assertEquals(event.json().getString("id"), event.header("webhook-id"));
            assertEquals("application/json", event.header("content-type"));
        }
        assertEquals(
                1,
                receiver.received().stream()
                        .filter(event -> event.type().equals("slot.opened"))
                        .filter(event -> event.body().contains(other.id().toString()))
                        .count());
        // The log, and that the feed says the same.
        Until.holds(() -> deliveries(id(made)).stream()
                .allMatch(one -> one.getString("state").equals("DELIVERED")));
        String feed = get("/partner/events?limit=500").encode();
        receiver.received().forEach(event -> assertTrue(feed.contains(event.header("webhook-id"))));
    }

    /** As the slot is shown to people: without the seats that are withdrawn. */
    @Test
    void aCapacityThatIsLoweredAndRaisedIsToldAndWhetherTheSlotIsFullNow() {
        webhook("/slots", EventKind.SLOT_CHANGED, EventKind.SLOT_FULL);
        webhook("/opened", EventKind.SLOT_OPENED);
        TestClient manager = backstage.employee("clef", false, true);
        Slot slot = OFFER.open(6);
        backstage.clients(2).forEach(who -> book(who, slot));
        int[][] steps = {{4, 1}, {2, 3}, {5, 4}}; // capacity, and how many events there are afterwards
        for (int[] step : steps) {
            one.client()
                    .put("/staff/slots/" + slot.id() + "/capacity")
                    .token(manager.token())
                    .json(new JsonObject().put("capacity", step[0]))
                    .await()
                    .expect(200);
            Until.holds(() -> receiver.received("/slots").size() >= step[1]);
        }
        Until.holds(() -> receiver.received("/opened").size() == 2);
        List<String> heard = receiver.received("/slots").stream()
                .map(event -> event.type() + ' ' + event.data().getInteger("capacity"))
                .toList();
        assertEquals(List.of("slot.changed 4", "slot.changed 2", "slot.full 2", "slot.changed 5"), heard);
        JsonObject freed = receiver.received("/opened").get(1).data();
        assertEquals(5, freed.getInteger("capacity"));
        assertEquals(3, freed.getInteger("left"));
        String feed = get("/partner/events?limit=500").encode();
        receiver.received().forEach(event -> assertTrue(feed.contains(event.header("webhook-id"))));
    }

    @Test
    void onlyWhatWasAskedForAndOnlyToWhoseOrganisationItIs() {
        TestClient theirs = backstage.partner("bureau");
        TestClient mine = partner;
        partner = theirs;
        webhook("/theirs");
        partner = mine;
        webhook("/cancelled", EventKind.BOOKING_CANCELLED);
        webhook("/created", EventKind.BOOKING_CREATED);
        TestClient who = backstage.client();
        UUID booking = book(who, OFFER.open(5));
        one.client()
                .post("/bookings/" + booking + "/cancel")
                .token(who.token())
                .await()
                .expect(200);
        Until.holds(() -> of(booking).size() == 2);
        assertEquals(List.of("booking.cancelled"), types(receiver.received("/cancelled")));
        assertEquals(List.of("booking.created"), types(receiver.received("/created")));
        assertEquals(List.of(), receiver.received("/theirs"));
        String feed = two.client()
                .get("/partner/events")
                .token(theirs.token())
                .await()
                .expect(200)
                .encode();
        assertFalse(feed.contains(booking.toString()));
    }

    /** A later event of a booking waits; those of others do not. */
    @Test
    void whatFailsComesAgainAndHoldsUpOnlyWhatFollowsIt() {
        Map<String, AtomicInteger> refusals = new HashMap<>();
        TestClient unlucky = backstage.client();
        receiver.answers(event -> event.body().contains(unlucky.id().toString())
                        && event.type().equals("booking.created")
                        && refusals.computeIfAbsent(event.header("webhook-id"), id -> new AtomicInteger())
                                        .incrementAndGet()
                                <= 2
                ? 500
                : 200);
        webhook("/hook", EventKind.BOOKING_CREATED, EventKind.BOOKING_CANCELLED);
        Slot slot = OFFER.open(50);
        UUID booking = book(unlucky, slot);
        one.client()
                .post("/bookings/" + booking + "/cancel")
                .token(unlucky.token())
                .await()
                .expect(200);
        List<UUID> others =
                backstage.clients(20).stream().map(who -> book(who, slot)).toList();
        Until.holds(() -> of(booking).size() == 4
                && others.stream().allMatch(other -> of(other).size() == 1));
        assertEquals(
                List.of("booking.created", "booking.created", "booking.created", "booking.cancelled"),
                types(of(booking)));
        assertEquals(
                1,
                of(booking).subList(0, 3).stream()
                        .map(event -> event.header("webhook-id"))
                        .distinct()
                        .count());
    }

    /** A crowd, two nodes, a server that fails every third time: of each booking in order, and each at least once. */
    @Test
    void nothingIsLostAndNothingOvertakes() {
        Set<String> met = ConcurrentHashMap.newKeySet();
        receiver.answers(event -> met.add(event.body()) && event.body().hashCode() % 3 == 0 ? 503 : 200);
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED, EventKind.BOOKING_CANCELLED);
        Slot slot = OFFER.open(50);
        List<TestClient> crowd = backstage.clients(20);
        List<UUID> bookings = crowd.stream().map(who -> book(who, slot)).toList();
        IntStream.range(0, crowd.size())
                .forEach(i -> two.client()
                        .post("/bookings/" + bookings.get(i) + "/cancel")
                        .token(crowd.get(i).token())
                        .await()
                        .expect(200));
        Until.holds(() -> bookings.stream().allMatch(id -> types(of(id)).contains("booking.cancelled")));
        String waiting =
                "select count(*) from webhook_delivery where delivered_at is null and webhook_id = '" + id(made) + "'";
        Until.holds(() -> OFFER.count(waiting) == 0);
        for (UUID booking : bookings) {
            List<String> heard = types(of(booking));
            assertTrue(heard.lastIndexOf("booking.created") < heard.indexOf("booking.cancelled"), heard::toString);
        }
    }

    @Test
    void whatIsGivenUpCanBeReplayed() {
        receiver.answers(event -> 400);
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        UUID booking = book(backstage.client(), OFFER.open(5));
        Until.holds(() -> deliveries(id(made)).stream()
                .anyMatch(one -> one.getString("state").equals("GIVEN_UP")));
        JsonObject lost = deliveries(id(made)).get(0);
        assertEquals(4, lost.getInteger("attempts"));
        assertEquals(400, lost.getInteger("lastStatus"));
        assertEquals("status 400", lost.getString("lastError"));
        assertTrue(get("/partner/webhooks/" + id(made)).containsKey("failingSince"));
        assertEquals(4, of(booking).size());
        assertEquals(Collections.nCopies(4, "400 status 400"), log(lost));

        receiver.answers(event -> 200);
        JsonObject again = post("/partner/webhooks/" + id(made) + "/deliveries/" + lost.getString("id") + "/replay")
                .await()
                .expect(202);
        assertEquals(1, again.getInteger("count"));
        Until.holds(() -> of(booking).size() == 5);
        Until.holds(() -> deliveries(id(made)).get(0).getString("state").equals("DELIVERED"));
        assertFalse(get("/partner/webhooks/" + id(made)).containsKey("failingSince"));
        List<String> log = log(deliveries(id(made)).get(0));
        assertEquals(5, log.size());
        assertEquals("200 null", log.get(4));
    }

    @Test
    void theLogKeepsTheNewestAttempts() {
        receiver.answers(event -> 503);
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> !deliveries(id(made)).isEmpty()
                && !log(deliveries(id(made)).get(0)).isEmpty());
        // As many as come together when it is replayed again and again.
        OFFER.execute(
                "update webhook_delivery set log = (select jsonb_agg(jsonb_build_object('at', n, 'status', 100 + n))"
                        + " from generate_series(1, 20) n) where webhook_id = '" + id(made) + "'");
        receiver.answers(event -> 200);
        Until.holds(() -> deliveries(id(made)).get(0).getString("state").equals("DELIVERED"));
        List<String> log = log(deliveries(id(made)).get(0));
        assertEquals(20, log.size());
        assertEquals("200 null", log.get(19));
        assertTrue(log.contains("120 null") && !log.contains("101 null"), log::toString);
    }

    private static List<String> log(JsonObject delivery) {
        return delivery.getJsonArray("log").stream()
                .map(JsonObject.class::cast)
                .map(attempt -> attempt.getInteger("status") + " " + attempt.getString("error"))
                .toList();
    }

    @Test
    void everythingBehindAPlaceCanBeReplayedAlsoToAWebhookThatIsNew() {
        long before = get("/partner/events?limit=500").getLong("after");
        Slot slot = OFFER.open(50);
        List<UUID> bookings =
                backstage.clients(5).stream().map(who -> book(who, slot)).toList();
        Until.holds(() -> get("/partner/events?limit=500&after=" + before)
                        .getJsonArray("items")
                        .size()
                >= 6);
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        JsonObject again = post("/partner/webhooks/" + id(made) + "/replay")
                .json(new JsonObject().put("after", before))
                .await()
                .expect(202);
        assertEquals(5, again.getInteger("count"));
        Until.holds(() -> bookings.stream().allMatch(booking -> of(booking).size() == 1));
        assertEquals(
                bookings.stream().map(UUID::toString).toList(),
                deliveries(id(made)).stream()
                        .sorted((a, b) -> Long.compare(a.getLong("sequence"), b.getLong("sequence")))
                        .map(one -> receiver.received().stream()
                                .filter(event -> event.header("webhook-id").equals(one.getString("id")))
                                .findFirst()
                                .orElseThrow()
                                .data()
                                .getString("bookingId"))
                        .toList());
    }

    @Test
    void aNewSecretSignsBesideTheOneBefore() {
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        JsonObject rotated =
                post("/partner/webhooks/" + id(made) + "/secret").await().expect(200);
        assertEquals(24, rotated.getInteger("overlapHours"));
        assertNotEquals(made.getString("secret"), rotated.getString("secret"));
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> receiver.received().size() == 1);
        Received event = receiver.received().get(0);
        assertEquals(
                signature(rotated.getString("secret"), event) + " " + signature(made.getString("secret"), event),
                event.header("webhook-signature"));
        assertFalse(get("/partner/webhooks").encode().contains("whsec_"));
    }

    @Test
    void aServerThatIsGoneIsLeftInPeaceUntilItIsEnabled() {
        receiver.answers(event -> 410);
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        String path = "/partner/webhooks/" + id(made);
        UUID booking = book(backstage.client(), OFFER.open(5));
        Until.holds(() -> get(path).containsKey("disabledAt"));
        assertEquals("GONE", get(path).getString("disabledReason"));
        String delivery = deliveries(id(made)).get(0).getString("id");
        post(path + "/deliveries/" + delivery + "/replay").await().expect(409, "webhook-disabled");
        post(path + "/replay").json(new JsonObject().put("after", 0)).await().expect(409, "webhook-disabled");
        receiver.answers(event -> 200);
        assertFalse(post(path + "/enable").await().expect(200).containsKey("disabledAt"));
        Until.holds(() -> of(booking).size() == 2);
    }

    @Test
    void whatDoesNothingButFailIsDisabled() {
        receiver.answers(event -> 302); // which is not followed
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        String path = "/partner/webhooks/" + id(made);
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> get(path).containsKey("failingSince"));
        OFFER.execute("update webhook set failing_since = now() - interval '73 hours'");
        Until.holds(() -> get(path).containsKey("disabledAt"));
        assertEquals("FAILING", get(path).getString("disabledReason"));
        assertEquals(List.of(), receiver.received("/elsewhere"));
    }

    /** Else the new address would be disabled for how the former one failed. */
    @Test
    void aNewAddressHasNotFailedYet() {
        receiver.answers(event -> event.path().equals("/before") ? 500 : 200);
        JsonObject made = webhook("/before", EventKind.BOOKING_CREATED);
        String path = "/partner/webhooks/" + id(made);
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> get(path).containsKey("failingSince"));
        JsonObject changed = one.client()
                .put(path)
                .token(partner.token())
                .json(request(receiver.url("/after"), EventKind.BOOKING_CREATED))
                .await()
                .expect(200);
        assertFalse(changed.containsKey("failingSince"));
        Until.holds(() -> deliveries(id(made)).get(0).getString("state").equals("DELIVERED"));
    }

    /** Else it might be due only when the time for sending the first one is long over. */
    @Test
    void whatFollowsAnEventThatIsBeingSentIsDueAtOnce() {
        TestClient who = backstage.client();
        CompletableFuture<Boolean> followed = new CompletableFuture<>();
        receiver.answers(event -> {
            followed.join();
            return 200;
        });
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED, EventKind.BOOKING_CANCELLED);
        UUID booking = book(who, OFFER.open(5));
        String deliveries = "select count(*) from webhook_delivery where webhook_id = '" + id(made) + "'";
        try {
            Until.holds(() -> OFFER.count(deliveries + " and attempts > 0 and last_error is null") == 1);
            one.client()
                    .post("/bookings/" + booking + "/cancel")
                    .token(who.token())
                    .await()
                    .expect(200);
            Until.holds(() -> OFFER.count(deliveries) == 2);
            assertEquals(
                    0,
                    OFFER.count(deliveries + " and attempts = 0 and next_attempt_at > now() + interval '10 seconds'"));
        } finally {
            followed.complete(true);
        }
        Until.holds(() -> types(of(booking)).contains("booking.cancelled"));
    }

    @Test
    void aSlowServerHoldsUpNobodyElse() throws Exception {
        TestClient who = backstage.client();
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        receiver.answers(event -> {
            if (event.path().equals("/slow")) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return 200;
        });
        JsonObject slow = webhook("/slow", EventKind.BOOKING_CREATED);
        webhook("/quick", EventKind.BOOKING_CREATED);
        UUID booking = book(who, OFFER.open(5));
        Until.holds(() -> receiver.received("/quick").size() == 1);
        Until.holds(() -> deliveries(id(slow)).stream()
                .anyMatch(one -> "timeout".equals(one.getString("lastError"))
                        || "connection".equals(one.getString("lastError"))));
        release.countDown();
        Until.holds(() -> deliveries(id(slow)).get(0).getString("state").equals("DELIVERED"));
        assertEquals(1, receiver.received("/quick").size());
        assertTrue(of(booking).size() >= 3);
        assertTrue(Stream.of(one, two)
                        .mapToLong(node -> Metrics.sum(node, "creneau_webhooks_failed_total"))
                        .sum()
                > 0);
    }

    @Test
    void aDisabledSystemHearsNothingMore() {
        webhook("/hook", EventKind.BOOKING_CREATED);
        TestClient other = backstage.partner("clef");
        OFFER.execute("update partner_system set disabled_at = now() where id = '" + partner.id() + "'");
        partner = other;
        webhook("/other", EventKind.BOOKING_CREATED);
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> receiver.received("/other").size() == 1);
        assertEquals(List.of(), receiver.received("/hook"));
    }

    /** Each node may have one batch on its way, and no more goes to where it was while there is a backlog. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update partner_system set disabled_at = now() where id = '%2$s'",
                "update partner_system set scopes = array['bookings'] where id = '%2$s'",
                "update webhook set disabled_at = now(), disabled_reason = 'GONE' where id = '%1$s'",
                "update webhook set url = replace(url, '/before', '/after') where id = '%1$s'",
                "update webhook_secret set expires_at = now() where webhook_id = '%1$s'"
            })
    void whatChangesIsKnownBeforeTheNextBatch(String change) {
        int mostOnTheirWay = 2 * WebhookSenderVerticle.AT_ONCE;
        int backlog = mostOnTheirWay + 14;
        Slot slot = OFFER.open(50);
        JsonObject made = webhook("/before", EventKind.BOOKING_CREATED);
        OFFER.execute("update webhook set next_attempt_at = now() + interval '1 hour'");
        backstage.clients(backlog).forEach(who -> book(who, slot));
        Until.holds(() -> deliveries(id(made)).size() == backlog);
        CompletableFuture<Boolean> changed = new CompletableFuture<>();
        AtomicInteger begun = new AtomicInteger();
        receiver.answers(event -> {
            if (begun.getAndIncrement() == 0) {
                OFFER.execute(change.formatted(id(made), partner.id()));
                changed.complete(true);
            }
            return changed.join() ? 200 : 500;
        });
        OFFER.execute("update webhook set next_attempt_at = now()");
        Until.holds(() -> !receiver.received().isEmpty());

        // Later than any second batch: what somebody else is told.
        partner = backstage.partner("clef");
        webhook("/other", EventKind.BOOKING_CREATED);
        book(backstage.client(), OFFER.open(5));
        Until.holds(() -> receiver.received("/other").size() == 1);
        String old = change.contains("webhook_secret") ? made.getString("secret") : "";
        assertTrue(receiver.received("/before").stream()
                        .filter(event ->
                                old.isEmpty() || signature(old, event).equals(event.header("webhook-signature")))
                        .count()
                <= mostOnTheirWay);
        if (change.contains("/after")) {
            Until.holds(() -> receiver.received("/before").size()
                            + receiver.received("/after").size()
                    > backlog); // these, and the booking that the other one was told of
        }
    }

    @Test
    void whatIsRemovedIsGone() {
        JsonObject made = webhook("/hook");
        String path = "/partner/webhooks/" + id(made);
        assertEquals(204, post(path + "/remove").await().status());
        two.client().get(path).token(partner.token()).await().expect(404, "not-found");
        post(path + "/remove").await().expect(404, "not-found");
    }

    @Test
    void aWebhookIsOnlyItsOwnSystems() {
        JsonObject made = webhook("/hook");
        String path = "/partner/webhooks/" + id(made);
        partner = backstage.partner("clef"); // another system of the same organisation
        two.client().get(path).token(partner.token()).await().expect(404, "not-found");
        post(path + "/secret").await().expect(404, "not-found");
        assertEquals(0, get("/partner/webhooks").getJsonArray("items").size());
    }

    @Test
    void changingItChangesWhereAndWhat() {
        JsonObject made = webhook("/before", EventKind.BOOKING_CANCELLED);
        String path = "/partner/webhooks/" + id(made);
        JsonObject changed = one.client()
                .put(path)
                .token(partner.token())
                .json(request(receiver.url("/after"), EventKind.BOOKING_CREATED))
                .await()
                .expect(200);
        assertEquals(receiver.url("/after"), changed.getString("url"));
        UUID booking = book(backstage.client(), OFFER.open(5));
        Until.holds(() -> of(booking).size() == 1);
        assertEquals("/after", of(booking).get(0).path());
    }

    @Test
    void thereIsABoundToThem() {
        for (int i = 0; i < 10; i++) {
            webhook("/" + i);
        }
        post("/partner/webhooks").json(request(receiver.url("/more"))).await().expect(409, "too-many-webhooks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/hook",
                "https://192.168.1.1/hook",
                "https://169.254.169.254/latest/meta-data",
                "https://[fd00::1]/hook",
                "https://0x0a000001/hook",
                "https://167772161/hook"
            })
    void aPrivateAddressIsRefusedWithAReason(String url) {
        JsonObject problem =
                post("/partner/webhooks").json(request(url)).await().expect(400, "validation");
        JsonObject error = problem.getJsonArray("errors").getJsonObject(0);
        assertEquals("/url", error.getString("pointer"));
        assertTrue(
                List.of("webhook-address", "webhook-unknown-host", "webhook-url")
                        .contains(error.getString("code")),
                error::encode);
        if (url.contains(".") || url.contains("[")) {
            assertEquals("webhook-address", error.getString("code"));
        }
    }

    /** Somebody who can write to the table, or a rule that was tightened since, opens no way inside. */
    @Test
    void whatIsInsideIsNotSentToEither() {
        JsonObject made = webhook("/hook", EventKind.BOOKING_CREATED);
        OFFER.execute("update webhook set url = 'https://10.0.0.1/hook'");
        book(backstage.client(), OFFER.open(5));
        Until.holds(() ->
                deliveries(id(made)).stream().anyMatch(one -> "webhook-address".equals(one.getString("lastError"))));
        assertEquals(List.of(), receiver.received());
    }

    @Test
    void theFeedGoesOnWhereItWasLeft() {
        Slot slot = OFFER.open(50);
        backstage.clients(7).forEach(who -> book(who, slot));
        Until.holds(
                () -> get("/partner/events?limit=500").encode().split(slot.id().toString(), -1).length >= 8);
        JsonObject all = get("/partner/events?limit=500");
        long after = 0;
        StringBuilder read = new StringBuilder();
        boolean more = true;
        while (more) {
            JsonObject page = get("/partner/events?limit=3&after=" + after);
            page.getJsonArray("items")
                    .forEach(event ->
                            read.append(((JsonObject) event).getString("id")).append(' '));
            more = page.getBoolean("more");
            after = page.getLong("after");
        }
        String before = all.getJsonArray("items").stream()
                .map(event -> ((JsonObject) event).getString("id"))
                .collect(Collectors.joining(" "));
        assertTrue(read.toString().startsWith(before), "nothing is left out, nothing comes twice");
        two.client()
                .get("/partner/events?after=" + (after + 1000))
                .token(partner.token())
                .await()
                .expect(400, "validation");
    }
}
