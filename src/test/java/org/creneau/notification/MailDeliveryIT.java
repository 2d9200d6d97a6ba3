package org.creneau.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.MailServer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail on its way to a real mail server, which may be away, refuse, or want TLS and a password. */
class MailDeliveryIT {

    private final String database = TestServers.newDatabase();
    private MailServer server = MailServer.start();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void aMailArrivesWholeAndItsSecretIsForgotten() throws Exception {
        try (MailNode node = start(Map.of())) {
            node.leave(
                    Mail.Kind.TEMPORARY_PASSWORD, "fiona@example.org", MailSamples.model(Mail.Kind.TEMPORARY_PASSWORD));
            MailServer.Received mail = server.awaitFor("fiona@example.org");
            MimeMessage message = mail.message();
            assertEquals("Votre mot de passe temporaire", message.getSubject());
            assertEquals("fiona@example.org", mail.header("To"));
            assertTrue(message.getFrom()[0].toString().contains("<rendez-vous@localhost>"));
            assertEquals("<" + column("id") + "@localhost>", message.getMessageID());
            assertEquals("auto-generated", mail.header("Auto-Submitted"));
            MimeMultipart parts = (MimeMultipart) message.getContent();
            assertTrue(parts.getContentType().startsWith("multipart/alternative"));
            assertTrue(parts.getBodyPart(0).getContent().toString().contains("Temp0rary99"));
            assertTrue(parts.getBodyPart(1).getContent().toString().contains("Temp0rary99"));
            Until.holds(() -> column("sent_at") != null);
            assertEquals("{}", column("model"));
            assertEquals(1, node.counted("creneau.mail.sent"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MailServer.Tls.class,
            names = {"STARTTLS", "IMPLICIT"})
    void overTlsWithAPassword(MailServer.Tls tls, @TempDir Path folder) {
        MailServer.Certificate certificate = MailServer.Certificate.make(folder);
        Map<String, String> settings = Map.of(
                "tls",
                tls.name().toLowerCase(java.util.Locale.ROOT),
                "user",
                MailServer.USER,
                "password",
                MailServer.PASSWORD,
                "trustedCertificates",
                certificate.pem().toString());
        server.close();
        server = MailServer.start(tls, certificate);
        try (MailNode node = start(settings)) {
            leave(node, "fiona@example.org");
            server.awaitFor("fiona@example.org");
        }
    }

    /** Also the control of the test above: it is not so that any certificate or password would do. */
    @ParameterizedTest
    @ValueSource(strings = {"certificate", "password", "no TLS"})
    void withoutTrustPasswordOrTlsNothingIsSentAndNothingIsGivenUp(String wrong, @TempDir Path folder) {
        MailServer.Certificate certificate = MailServer.Certificate.make(folder);
        Map<String, String> settings = new java.util.HashMap<>(Map.of(
                "tls",
                "starttls",
                "user",
                MailServer.USER,
                "password",
                wrong.equals("password") ? "wrong" : MailServer.PASSWORD));
        if (!wrong.equals("certificate")) {
            settings.put("trustedCertificates", certificate.pem().toString());
        }
        server.close();
        server = MailServer.start(wrong.equals("no TLS") ? MailServer.Tls.NONE : MailServer.Tls.STARTTLS, certificate);
        try (MailNode node = start(settings)) {
            leave(node, "fiona@example.org");
            Until.holds(() -> node.counted("creneau.mail.failed") >= 2);
            assertEquals(0, server.received().size());
            assertEquals(null, column("dead_at"));
        }
    }

    @Test
    void whatTheServerMissedWhileItWasAwayItGetsLater() {
        int port = server.port();
        server.close();
        try (MailNode node = MailNode.start(database, port, Map.of())) {
            leave(node, "fiona@example.org");
            leave(node, "arturo@example.org");
            Until.holds(() -> node.counted("creneau.mail.failed") >= 2);
            Until.holds(() -> node.gauge("creneau.mail.waiting") == 2);
            server = MailServer.startAt(port);
            server.awaitFor("fiona@example.org");
            server.awaitFor("arturo@example.org");
            Until.holds(() -> node.gauge("creneau.mail.waiting") == 0);
            assertEquals(0, node.counted("creneau.mail.given.up"));
        }
    }

    @Test
    void whoIsRefusedForGoodIsGivenUpAtOnceAndStaysVisible() {
        server.refuse("nobody@example.org", 550, "5.1.1 <nobody@example.org>: no such mailbox");
        try (MailNode node = start(Map.of())) {
            leave(node, "nobody@example.org");
            leave(node, "fiona@example.org");
            server.awaitFor("fiona@example.org");
            Until.holds(() -> node.gauge("creneau.mail.dead") == 1);
            DeadLetters letters = new DeadLetters(node.sql.pool());
            DeadLetters.DeadLetter letter = Await.of(letters.list()).get(0);
            assertEquals(1, letter.attempts());
            assertTrue(letter.describe().contains("no such mailbox") && letter.repeatable(), letter::describe);

            server.refuseNobody();
            assertEquals(1, Await.of(letters.retry()));
            server.awaitFor("nobody@example.org");
            Until.holds(() -> node.gauge("creneau.mail.dead") == 0);
        }
    }

    @Test
    void aSecretIsForgottenAlsoWhenItsMailIsGivenUp() {
        server.refuse("nobody@example.org", 550, "5.1.1 no such mailbox");
        try (MailNode node = start(Map.of())) {
            node.leave(
                    Mail.Kind.TEMPORARY_PASSWORD,
                    "nobody@example.org",
                    MailSamples.model(Mail.Kind.TEMPORARY_PASSWORD));
            Until.holds(() -> column("dead_at") != null);
            assertEquals("{}", column("model"));
            assertEquals(0, Await.of(new DeadLetters(node.sql.pool()).retry()));
        }
    }

    /** "Not now" is tried again, up to a limit; what is wrong with us is nobody's refusal. */
    @Test
    void whoIsRefusedForNowIsTriedAgainAFewTimes() {
        server.refuse("later@example.org", 450, "4.2.1 try later");
        server.refuse("relay@example.org", 554, "5.7.1 relay access denied");
        try (MailNode node = start(Map.of("maxAttempts", "3"))) {
            leave(node, "later@example.org");
            leave(node, "relay@example.org");
            Until.holds(() -> node.counted("creneau.mail.given.up") == 2);
            Until.holds(() -> node.gauge("creneau.mail.dead") == 2);
            assertEquals(6, node.counted("creneau.mail.failed"));
        }
    }

    @Test
    void severalNodesSendEachMailOnce() {
        Set<String> recipients = new HashSet<>();
        try (MailNode one = start(Map.of());
                MailNode two = start(Map.of());
                MailNode three = start(Map.of())) {
            IntStream.range(0, 60).forEach(i -> {
                recipients.add("p" + i + "@example.org");
                leave(one, "p" + i + "@example.org");
            });
            Until.holds(() -> server.received().size() >= 60
                    && one.counted("creneau.mail.sent")
                                    + two.counted("creneau.mail.sent")
                                    + three.counted("creneau.mail.sent")
                            >= 60);
            Until.holds(() -> column("min(coalesce(sent_at, 'infinity'))") != null);
        }
        assertEquals(60, server.received().size());
        server.received().forEach(mail -> assertTrue(recipients.remove(mail.to()), mail.to()));
        assertEquals(Set.of(), recipients);
    }

    /** What comes twice after a lost answer can be known by its id. */
    @Test
    void aRepetitionHasTheSameMessageId() {
        try (MailNode node = start(Map.of())) {
            leave(node, "fiona@example.org");
            server.awaitFor("fiona@example.org");
            Until.holds(() -> column("sent_at") != null);
            // As if the node had ended before it could write down that the mail was sent.
            TestServers.execute(
                    database,
                    "update mail set sent_at = null, next_attempt_at = now(), model = '"
                            + MailSamples.model(Mail.Kind.USER_CODE_REMINDER).encode() + "'");
            Until.holds(() -> server.receivedBy("fiona@example.org").size() == 2);
        }
        assertEquals(
                server.received().get(0).header("Message-ID"),
                server.received().get(1).header("Message-ID"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org\r\nBcc: victim@example.org",
                "a@example.org, victim@example.org",
                "a@example.org> <victim@example.org",
                "Victim <victim@example.org>",
                "a@example.org (comment)",
                "a b@example.org",
                "nobody"
            })
    void anAddressThatIsMoreThanOneAddressGetsNothing(String address) {
        try (MailNode node = start(Map.of())) {
            leave(node, address);
            Until.holds(() -> column("dead_at") != null);
        }
        assertEquals(0, server.received().size());
    }

    @Test
    void namesInAnyScriptArriveAndCannotAddAHeader() throws Exception {
        String name = "محمد 李小龙 😀\r\nBcc: victim@example.org\r\n\r\n.\r\nMAIL FROM:<x@example.org>";
        JsonObject model = MailSamples.model(Mail.Kind.REGISTRATION_CONFIRMED).put("givenName", name);
        try (MailNode node = start(Map.of("fromName", "خدمة المواعيد 😀"))) {
            node.leave(Mail.Kind.REGISTRATION_CONFIRMED, "fiona@example.org", model);
            server.awaitFor("fiona@example.org");
            Until.holds(() -> column("sent_at") != null);
        }
        assertEquals(1, server.received().size());
        MimeMessage message = server.received().get(0).message();
        assertEquals(null, message.getHeader("Bcc", ","));
        assertTrue(message.getFrom()[0].toString().contains("rendez-vous@localhost"));
        assertEquals("خدمة المواعيد 😀", ((jakarta.mail.internet.InternetAddress) message.getFrom()[0]).getPersonal());
        String text = ((MimeMultipart) message.getContent())
                .getBodyPart(0)
                .getContent()
                .toString();
        assertTrue(text.contains("محمد 李小龙 😀"), text);
        assertTrue(text.contains("MAIL FROM:<x@example.org>"), text);
    }

    @Test
    void whatIsOldIsDeleted() {
        try (MailNode node = start(Map.of())) {
            leave(node, "fiona@example.org");
            Until.holds(() -> column("sent_at") != null);
            MailStore store = new MailStore(node.sql);
            assertEquals(0, Await.of(store.purge(30, 10)));
            TestServers.execute(database, "update mail set sent_at = now() - interval '31 days'");
            assertEquals(1, Await.of(store.purge(30, 10)));
        }
    }

    @Test
    void withoutAServerMailWaits() {
        try (MailNode node = MailNode.start(database, 25, Map.of("host", ""))) {
            leave(node, "fiona@example.org");
            Until.holds(() -> node.gauge("creneau.mail.waiting") == 1);
        }
        try (MailNode node = start(Map.of())) {
            server.awaitFor("fiona@example.org");
            assertFalse(node.counted("creneau.mail.failed") > 0);
        }
    }

    private MailNode start(Map<String, String> changes) {
        return MailNode.start(database, server.port(), changes);
    }

    private static void leave(MailNode node, String to) {
        node.leave(Mail.Kind.USER_CODE_REMINDER, to, MailSamples.model(Mail.Kind.USER_CODE_REMINDER));
    }

    /** Of the one mail there is, as text. */
    private @org.jspecify.annotations.Nullable String column(String name) {
        try (Connection connection = TestServers.connect(database);
                PreparedStatement statement = connection.prepareStatement("select " + name + "::text from mail");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
