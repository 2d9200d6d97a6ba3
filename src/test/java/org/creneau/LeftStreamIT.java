package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Metrics;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seats left as server-sent events, from one node and from two. */
class LeftStreamIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final String REDIS = TestServers.newRedis();
    private static final Offer OFFER = new Offer(DATABASE);
    private static TestNode one;
    private static TestNode two;
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        one = TestNode.start(DATABASE, REDIS);
        two = TestNode.start(DATABASE, REDIS, Map.of("search.listeners", "3"));
        backstage = new Backstage(DATABASE, REDIS);
    }

    @AfterAll
    static void stop() {
        backstage.close();
        two.close();
        one.close();
    }

    /** An event, as a browser would take it apart. */
    private record Event(String name, String id, JsonObject data) {

        JsonObject item(Slot slot) {
            return data.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .filter(item -> item.getString("id").equals(slot.id().toString()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(slot.id() + " is not in " + data));
        }
    }

    /** Somebody who watches, by hand, so that no library mends what is wrong. */
    private static final class Watcher implements AutoCloseable {

        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final List<String> head = new ArrayList<>();

        Watcher(TestNode node, String query, @Nullable String lastEventId) throws IOException {
            this(node, query, lastEventId, "192.0.2.1");
        }

        /** @param from whom a proxy says it forwards for */
        Watcher(TestNode node, String query, @Nullable String lastEventId, String from) throws IOException {
            socket.connect(new InetSocketAddress("localhost", node.httpPort()));
            socket.setSoTimeout(60_000);
            String last = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            String forwarded = "X-Forwarded-For: " + from + "\r\n";
            socket.getOutputStream()
                    .write(("GET /api/v1/slots/left?" + query + " HTTP/1.1\r\nHost: x\r\n" + last + forwarded + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = line(); !line.isEmpty(); line = line()) {
                head.add(line);
            }
        }

        String head() {
            return String.join("\n", head);
        }

        private String line() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the end");
            }
            return line;
        }

        /** A line of the body, without what divides it into chunks. */
        private String bodyLine() throws IOException {
            String line = line();
            return line.matches("[0-9a-f]{1,6}") ? bodyLine() : line;
        }

        Event next() throws IOException {
            String name = "";
            String id = "";
            while (true) {
                String line = bodyLine();
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    return new Event(name, id, new JsonObject(line.substring(6)));
                }
            }
        }

        /** Events until one says that so many seats are left. */
        Event until(Slot slot, int left) throws IOException {
            while (true) {
                Event event = next();
                if (event.data().encode().contains(slot.id().toString())
                        && event.item(slot).getInteger("left") == left) {
                    return event;
                }
            }
        }

        /** Before the end of its block. */
        private void leave() throws IOException {
            close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Slot slot(int capacity, int days) {
        Slot slot = OFFER.add(Offer.SESSION, true, Duration.ofDays(days), Duration.ofHours(-1), capacity);
        awaitFound(slot);
        return slot;
    }

    /** In the memory of both nodes, where searches look. */
    private static void awaitFound(Slot slot) {
        for (TestNode node : List.of(one, two)) {
            Until.holds(() -> node.client()
                    .get("/slots?" + day(slot))
                    .await()
                    .expect(200)
                    .encode()
                    .contains(slot.id().toString()));
        }
    }

    /** Slots of one test only. */
    private static String day(Slot slot) {
        String day = slot.start().atZone(slot.location().zone()).toLocalDate().toString();
        return "from=" + day + "&to=" + day;
    }

    private static void book(TestClient who, Slot slot) {
        one.client()
                .post("/bookings")
                .token(who.token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(201);
    }

    @Test
    void whatIsLeftIsToldAndThenWhatChanges() throws IOException {
        Slot slot = slot(5, 20);
        Slot other = slot(5, 20);
        try (Watcher here = new Watcher(one, day(slot), null);
                Watcher there = new Watcher(two, day(slot), null)) {
            assertTrue(here.head().startsWith("HTTP/1.1 200"), here.head());
            assertTrue(here.head().toLowerCase(java.util.Locale.ROOT).contains("content-type: text/event-stream"));
            assertTrue(here.head().toLowerCase(java.util.Locale.ROOT).contains("cache-control: no-store"));
            Event all = here.next();
            assertEquals("slots", all.name());
            assertEquals(2, all.data().getJsonArray("items").size());
            assertEquals(5, all.item(slot).getInteger("left"));
            assertEquals("OPEN", all.item(other).getString("status"));
            assertEquals(all.id(), there.next().id(), "the same state has the same name on every node");

            book(backstage.client(), slot);
            Event change = here.until(slot, 4);
            assertEquals("left", change.name());
            assertEquals(1, change.data().getJsonArray("items").size(), "only what changed");
            assertEquals(change.id(), there.until(slot, 4).id());
        }
    }

    @Test
    void whoComesBackIsToldOnlyWhatIsNew() throws IOException {
        Slot slot = slot(5, 21);
        String known;
        try (Watcher first = new Watcher(one, day(slot), null)) {
            known = first.next().id();
        }
        try (Watcher again = new Watcher(two, day(slot), known)) {
            book(backstage.client(), slot);
            Event next = again.next();
            assertEquals("left", next.name(), "nothing was told again");
            assertEquals(4, next.item(slot).getInteger("left"));
        }
        try (Watcher late = new Watcher(two, day(slot), known)) {
            assertEquals("slots", late.next().name());
        }
    }

    @Test
    void whatIsFoundNoMoreIsGone() throws IOException {
        Slot slot = slot(1, 22);
        try (Watcher watcher = new Watcher(one, day(slot) + "&available=true", null)) {
            assertEquals(1, watcher.next().data().getJsonArray("items").size());
            book(backstage.client(), slot);
            Event full = watcher.next();
            assertEquals(0, full.data().getJsonArray("items").size());
            assertEquals(slot.id().toString(), full.data().getJsonArray("gone").getString(0));
        }
    }

    @Test
    void aSlotThatOpensIsToldWhenItDoes() throws IOException {
        Slot slot = OFFER.add(Offer.SESSION, true, Duration.ofDays(23), Duration.ofHours(1), 3);
        awaitFound(slot);
        try (Watcher watcher = new Watcher(one, day(slot), null)) {
            assertEquals("SCHEDULED", watcher.next().item(slot).getString("status"));
            OFFER.execute("update slot set opens_at = clock_timestamp() + interval '1 second' where id = '" + slot.id()
                    + "'");
            assertEquals("OPEN", watcher.next().item(slot).getString("status"));
        }
    }

    @Test
    void aHeadIsEnough() throws IOException {
        try (Socket socket = new Socket("localhost", one.httpPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("HEAD /api/v1/slots/left HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(all.startsWith("HTTP/1.1 200"), all);
            assertTrue(all.endsWith("\r\n\r\n"), all);
        }
    }

    @Test
    void badQuestionsAreRefused() {
        one.client().get("/slots/left?from=2030-01-02&to=2030-01-01").await().expect(400, "validation");
        one.client().get("/slots/left?cursor=abc").await().expect(400, "validation");
        one.client().get("/slots/left?limit=101").await().expect(400, "validation");
    }

    @Test
    void oneTooManyIsRefusedAndARoomThatIsLeftIsFree() throws IOException {
        Until.holds(() -> Metrics.sum(two, "creneau_http_listeners ") == 0);
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Watcher watcher = new Watcher(two, "limit=1", null);
            watcher.next();
            watchers.add(watcher);
        }
        two.client().get("/slots/left").await().expect(503, "overloaded");
        watchers.get(0).close();
        Until.holds(() -> Metrics.sum(two, "creneau_http_listeners ") == 2);
        try (Watcher room = new Watcher(two, "limit=1", null)) {
            assertEquals("slots", room.next().name());
        }
        for (Watcher watcher : watchers) {
            watcher.close();
        }
        Until.holds(() -> Metrics.sum(two, "creneau_http_listeners ") == 0);
    }

    @Test
    void oneAddressTakesNotAllStreams() throws IOException {
        TestNode node = TestNode.start(
                DATABASE,
                REDIS,
                Map.of("search.listenersPerAddress", "2", "http.trustedProxies", "127.0.0.1,0:0:0:0:0:0:0:1"));
        try (Watcher first = new Watcher(node, "limit=1", null, "192.0.2.1");
                Watcher second = new Watcher(node, "limit=2", null, "192.0.2.1");
                Watcher third = new Watcher(node, "limit=1", null, "192.0.2.1");
                Watcher other = new Watcher(node, "limit=1", null, "192.0.2.2")) {
            assertTrue(first.head().startsWith("HTTP/1.1 200"), first.head());
            assertTrue(second.head().startsWith("HTTP/1.1 200"), second.head());
            assertTrue(third.head().startsWith("HTTP/1.1 503"), third.head());
            assertTrue(other.head().startsWith("HTTP/1.1 200"), other.head());
            second.leave();
            Until.holds(() -> Metrics.sum(node, "creneau_http_listeners ") == 2);
            try (Watcher again = new Watcher(node, "limit=1", null, "192.0.2.1")) {
                assertEquals("slots", again.next().name());
            }
        } finally {
            node.close();
        }
    }

    @Test
    void oneAddressTakesNotAllSearches() throws IOException {
        Until.holds(() -> Metrics.sum(one, "creneau_http_listeners ") == 0);
        List<Watcher> watchers = new ArrayList<>();
        for (int limit = 1; limit <= 50; limit++) {
            Watcher watcher = new Watcher(one, "limit=" + limit, null);
            watcher.next();
            watchers.add(watcher);
        }
        one.client().get("/slots/left?limit=51").await().expect(503, "overloaded");
        Watcher same = new Watcher(one, "limit=50", null);
        assertEquals("slots", same.next().name(), "a search that is watched already");
        watchers.add(same);
        for (Watcher watcher : watchers) {
            watcher.close();
        }
        Until.holds(() -> Metrics.sum(one, "creneau_http_listeners ") == 0);
    }

    /** Who does not read is cut off, so that nothing piles up for them; everybody else hears all. */
    @Test
    void whoDoesNotReadIsCutOff() throws IOException {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slots.add(OFFER.add(Offer.SESSION, true, Duration.ofDays(25), Duration.ofHours(-1), 50));
        }
        String day = day(slots.get(0)) + "&limit=100";
        Until.holds(() -> one.client()
                        .get("/slots?" + day)
                        .await()
                        .expect(200)
                        .getJsonArray("items")
                        .size()
                == 100);
        try (Socket lazy = new Socket();
                Watcher keen = new Watcher(one, day, null)) {
            keen.next();
            lazy.setReceiveBufferSize(2048);
            lazy.connect(new InetSocketAddress("localhost", one.httpPort()));
            lazy.getOutputStream()
                    .write(("GET /api/v1/slots/left?" + day + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Until.holds(() -> Metrics.sum(one, "creneau_http_listeners ") == 2);
            int[] capacity = {50};
            Until.holds(() -> {
                capacity[0]++;
                OFFER.execute("update slot set opens_at = now() + interval '" + capacity[0] % 2
                        + " hour' where id in ('"
                        + String.join(
                                "','",
                                slots.stream().map(s -> s.id().toString()).toList())
                        + "')");
                try {
                    keen.next(); // waits for the change
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return Metrics.sum(one, "creneau_http_listeners_slow_total") > 0;
            });
            Until.holds(() -> Metrics.sum(one, "creneau_http_listeners ") == 1);
        }
    }

    @Test
    void aNodeThatStopsEndsItsStreams() throws IOException {
        TestNode node = TestNode.start(DATABASE, REDIS, Map.of("http.drainTimeoutMillis", "50000"));
        try (Watcher watcher = new Watcher(node, "limit=1", null)) {
            watcher.next();
            long begun = System.nanoTime();
            Await.of(node.stop());
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 40, "it did not wait for the stream");
            String line;
            do {
                line = watcher.in.readLine();
            } while (line != null);
            assertNull(line);
        } finally {
            node.close();
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
