package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.creneau.config.SettingsLoader;
import org.creneau.event.DeliveryStore.Addressee;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that never comes to an end keeps no connection. */
class SendingTest {

    private static final long TIMEOUT_MILLIS = 4_000;
    private static final long BETWEEN_BYTES_MILLIS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Instant> ended = new CompletableFuture<>();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    /** Says so much at once, and then a byte now and then until it is cut off. */
    private int serve(String beginning) {
        NetServer server = vertx.createNetServer(new NetServerOptions().setHost("localhost"))
                .connectHandler(socket -> {
                    socket.handler(asked -> {});
                    socket.exceptionHandler(broken -> {});
                    long timer = vertx.setPeriodic(BETWEEN_BYTES_MILLIS, tick -> socket.write("x"));
                    socket.closeHandler(closed -> {
                        vertx.cancelTimer(timer);
                        ended.complete(Instant.now());
                    });
                    socket.write(beginning);
                });
        return Await.of(server.listen(0)).actualPort();
    }

    private String send(int port) {
        Targets targets =
                new Targets((name, asker) -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())), true);
        Map<String, String> settings =
                Map.of("events.allowLoopback", "true", "events.sendTimeoutMillis", String.valueOf(TIMEOUT_MILLIS));
        Sending sending = new Sending(vertx, SettingsLoader.defaults(settings).events(), targets, 1);
        Addressee to = new Addressee(UUID.randomUUID(), "http://localhost:" + port, List.of(new byte[32]), 0);
        Event event = new Event(UUID.randomUUID(), 1, EventKind.SLOT_FULL, Instant.now(), new JsonObject());
        return Await.of(sending.send(to, event).map(String::valueOf).otherwise(WebhookSenderVerticle::brief));
    }

    private void assertCutOff(Instant begun) {
        Instant end = ended.orTimeout(20 * TIMEOUT_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
        assertTrue(Duration.between(begun, end).toMillis() >= TIMEOUT_MILLIS, "a body may come for as long as this");
    }

    @Test
    void aBodyWithoutAnEndIsCutOff() {
        int port = serve("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        Instant begun = Instant.now();
        assertEquals("200", send(port));
        assertCutOff(begun);
    }

    @Test
    void aHeadWithoutAnEndIsCutOff() {
        int port = serve("HTTP/1.1 200 OK\r\nX-Long: ");
        Instant begun = Instant.now();
        assertEquals("timeout", send(port));
        assertCutOff(begun);
    }
}
