package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.config.EventSettings;
import org.creneau.config.SettingsLoader;
import org.creneau.event.DeliveryStore.Addressee;
import org.creneau.testkit.Await;
import org.creneau.testkit.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last step: over TLS, to the address that was checked, under the name that was asked for. */
class WebhookTlsIT {

    private final Vertx vertx = Vertx.vertx();
    private Receiver receiver;
    private EventSettings settings;

    @BeforeEach
    void start(@TempDir Path folder) {
        MailServer.Certificate certificate = MailServer.Certificate.make(folder);
        receiver = Receiver.secure(certificate.context());
        settings =
                settings(Map.of("events.trustedCertificates", certificate.pem().toString()));
    }

    @AfterEach
    void close() {
        receiver.close();
        Await.of(vertx.close());
    }

    private static EventSettings settings(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(changes);
        all.put("events.allowLoopback", "true");
        return SettingsLoader.defaults(all).events();
    }

    /** Every name is this machine. */
    private String send(EventSettings with, String host) {
        Targets targets =
                new Targets((name, asker) -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())), true);
        Sending sending = new Sending(vertx, with, targets, 1);
        Addressee to = new Addressee(UUID.randomUUID(), receiver.url(host, "/hook"), List.of(new byte[32]), 0);
        Event event = new Event(UUID.randomUUID(), 1, EventKind.SLOT_FULL, Instant.now(), new JsonObject());
        String outcome = Await.of(sending.send(to, event)
                .map(String::valueOf)
                .otherwise(failure -> WebhookSenderVerticle.brief(failure)));
        Await.of(sending.close());
        return outcome;
    }

    @Test
    void overTlsToWhoHasTheCertificateOfThatName() {
        assertEquals("204", send(settings, "localhost"));
        assertEquals(1, receiver.received().size());
    }

    @Test
    void notToWhoHasTheCertificateOfAnotherName() {
        assertEquals("tls", send(settings, "partner.example.org"));
        assertEquals(0, receiver.received().size());
    }

    @Test
    void notToWhomNobodyTrusts() {
        assertEquals("tls", send(settings(Map.of()), "localhost"));
        assertEquals(0, receiver.received().size());
    }

    /** The name in the Host header is the one of the URL, although the connection goes to an address. */
    @Test
    void theNameIsSentAlong() {
        assertEquals("204", send(settings, "LOCALHOST"));
        assertEquals(
                "localhost",
                receiver.received().get(0).header("host").split(":", -1)[0].toLowerCase(java.util.Locale.ROOT));
    }
}
