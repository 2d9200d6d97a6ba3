package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while people book and search: who was heard is answered, then everything ends. Redis is embedded here. */
class ShutdownUnderLoadIT {

    private static final int CLIENTS = 40;
    private static final int SEARCHERS = 8;
    private static final int VISITORS = 24;
    private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

    @TempDir
    private Path temporary;

    private Vertx vertx;
    private String database;
    private Sandbox sandbox;
    private Running node;
    private ContractClient client;
    private String slot;
    private List<String> tokens;
    private final Queue<Integer> searched = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestServers.newDatabase();
        sandbox = new Sandbox(temporary)
                .with("CRENEAU_DATABASE_URL", database)
                // The test holds an insert up for as long as it takes to see that the drain has begun.
                .with("CRENEAU_DATABASE_STATEMENT_TIMEOUT_MILLIS", "30000")
                .with("CRENEAU_BOOKING_INSERT_DEADLINE_MILLIS", "30000");
        Path file = sandbox.folder().resolve("tokens");
        // What is seeded is in PostgreSQL; it need not be the service's Redis.
        Ended seed = sandbox.run(
                Map.of("CRENEAU_ALLOW_SEED", "true", "CRENEAU_REDIS_URL", TestServers.newRedis()),
                ("seed --clients " + CLIENTS + " --slots 1 --capacity " + CLIENTS + " --opens-in 0 --tokens " + file)
                        .split(" "));
        slot = seed.output().get(0);
        tokens = Sandbox.text(file).lines().toList();
        node = sandbox.serve();
        client = ContractClient.create(vertx, node.httpPort(), CLIENTS);
    }

    @AfterEach
    void end() {
        client.close();
        sandbox.close();
        Await.of(vertx.close());
    }

    @Test
    void whoWasHeardIsAnswered() throws SQLException {
        assertEquals(1, sandbox.mainServers().size(), "Redis alone is embedded");
        Until.holds(() -> client.get("/slots/" + slot).await().status() == 200);
        try (ContractClient searching = ContractClient.create(vertx, node.httpPort(), SEARCHERS)) {
            List<Future<Void>> searches = new ArrayList<>();
            for (int i = 0; i < SEARCHERS; i++) {
                searches.add(searchOn(searching));
            }
            List<Future<Response>> bookings = new ArrayList<>();
            long signalled;
            try (Connection gate = TestServers.connect(database)) {
                gate.setAutoCommit(false);
                execute(gate, "lock table booking in exclusive mode");
                for (String token : tokens) {
                    bookings.add(client.post("/bookings")
                            .token(token)
                            .json(new JsonObject().put("slotId", slot))
                            .send());
                }
                Until.holds(() -> waiting() > 0 && inFlight() >= CLIENTS);
                signalled = System.nanoTime();
                node.tellToEnd();
                Until.holds(() -> node.health("ready").contains("\"STOPPING\""));
                assertTrue(node.health("ready").startsWith("503 "));
                Until.holds(this::refusesConnections);
                assertTrue(bookings.stream().noneMatch(Future::isComplete), "they are held up: that is the test");
                gate.commit();
            }
            for (Future<Response> booking : bookings) {
                Response answer = Await.of(booking);
                answer.expect(201);
                assertEquals("close", answer.headers().get("Connection"));
            }
            Ended ended = node.ended();
            Duration took = Duration.ofNanos(System.nanoTime() - signalled);
            assertEquals(0, ended.exitCode(), ended.toString());
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "it took " + took);
            assertEquals(List.of(), sandbox.servers());
            searches.forEach(Await::of);
        }
        assertEquals(CLIENTS, number("select count(*) from booking where state = 'BOOKED'"));
        assertTrue(
                searched.size() > SEARCHERS && searched.stream().allMatch(status -> status == 200), searched::toString);
    }

    /**
     * Who is told that the connection ends makes another one at once, until nobody listens. Whoever could connect is
     * answered.
     */
    @Test
    void whoCouldConnectIsAnswered() throws InterruptedException {
        Queue<String> lost = new ConcurrentLinkedQueue<>();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> visitors = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            Thread visitor = new Thread(() -> visit(answered, lost), "visitor-" + i);
            visitors.add(visitor);
            visitor.start();
        }
        Until.holds(() -> answered.get() > 100 * VISITORS);
        Ended ended = node.terminate();
        for (Thread visitor : visitors) {
            visitor.join();
        }
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(List.of(), List.copyOf(lost), answered + " were answered");
        List<String> traces =
                ended.errors().stream().filter(line -> line.startsWith("\tat ")).toList();
        assertEquals(List.of(), traces, ended.toString());
    }

    /** Connects again and again, and asks on each connection until it is told to end. */
    private void visit(AtomicInteger answered, Queue<String> lost) {
        while (true) {
            int onThis = 0;
            try (Socket socket = new Socket()) {
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.httpPort()));
                } catch (IOException nobodyListens) {
                    return;
                }
                socket.setSoTimeout(30_000);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean more = true;
                while (more) {
                    socket.getOutputStream()
                            .write("GET /api/v1/ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    more = !answer(in).contains("connection: close");
                    onThis++;
                    answered.incrementAndGet();
                }
            } catch (IOException broken) {
                lost.add("after " + onThis + " answers: " + broken);
                return;
            }
        }
    }

    /** The head of an answer, in lower case; the body is read, too. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer, only: " + head);
            }
            head.append((char) next);
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(text);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
        return text;
    }

    /** Searches until told that the connection ends, or until it has ended. */
    private Future<Void> searchOn(ContractClient searching) {
        return searching.get("/slots?available=true").send().transform(done -> {
            if (done.failed()) {
                boolean closed = done.cause() instanceof IOException || done.cause() instanceof HttpClosedException;
                return closed ? Future.succeededFuture() : Future.failedFuture(done.cause());
            }
            searched.add(done.result().status());
            boolean last = "close".equals(done.result().headers().get("Connection"));
            return last ? Future.succeededFuture() : searchOn(searching);
        });
    }

    private boolean refusesConnections() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }

    /** Transactions that wait for the gate. */
    private long waiting() {
        return number("select count(*) from pg_locks where not granted and relation = 'booking'::regclass");
    }

    /** Requests that the service has read and not answered, by its own count. */
    private double inFlight() {
        return node.metric("creneau_http_requests_active");
    }

    private long number(String sql) {
        try (Connection connection = TestServers.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
