package org.creneau;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.MailServer;
import org.creneau.testkit.MailServer.Received;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Registered;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One person from the first mail to the last: registered by a partner, with an account of her own, appointments that are
 * booked, moved and cancelled, a forgotten password, and the end. What she needs to know she reads in her mail.
 */
class WholeJourneyIT {

    private static final Pattern CODE = Pattern.compile("\\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\\b");

    /** Drawn, so not a word of the text: letters and digits mixed. */
    private static final Pattern TEMPORARY = Pattern.compile("\\b(?=\\w*[0-9])(?=\\w*[A-Za-z])[A-Za-z0-9]{14}\\b");

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static final People people = new People(database);
    private static MailServer mailServer;
    private static Backstage backstage;
    private static TestNode node;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        // Sessions are for permanent residents, workshops for everybody.
        offer.execute("insert into eligibility_rule (type_id, position, statuses)"
                + " values ('session', 1, array['resident-permanent'])");
        mailServer = MailServer.start();
        backstage = new Backstage(database, redis);
        node = TestNode.start(
                database,
                redis,
                Map.of(
                        "mail.host", "localhost",
                        "mail.port", String.valueOf(mailServer.port()),
                        "mail.tls", "none",
                        "mail.pollMillis", "50"));
        client = node.client();
    }

    @AfterAll
    static void stop() {
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
        mailServer.close();
    }

    @Test
    void fromTheFirstMailToTheLast() {
        // 2.5, 3.2: a partner has registered her; the code comes by mail and makes an account for that registration.
        Registered person = people.register(true);
        backstage.authorizationCode(person.clientId());
        String code = find(CODE, mail(person, "Créez votre profil de consultation"));
        JsonObject proof = new JsonObject()
                .put("authorizationCode", code)
                .put("birthDate", Registered.BIRTH_DATE)
                .put("sex", Registered.SEX);
        client.post("/accounts/authorization").json(proof).await().expect(200);
        String userCode = People.newUserCode();
        JsonObject account = People.account(userCode)
                .put("email", person.email())
                .put("authorization", proof.copy().put("referenceNumber", person.referenceNumber()));
        assertEquals(
                person.clientId().toString(),
                client.post("/accounts").json(account).await().expect(201).getString("id"));

        // 4.1, 4.4: she is registered already.
        String token = logIn(userCode, People.PASSWORD).getString("accessToken");
        assertEquals("REGISTERED", get("/me/registration", token).getString("state"));

        // 5.3: what she sees is what she may book.
        assertEquals(List.of("atelier", "engageant", "session"), types(token));
        Slot first = offer.open(1);
        Slot second = offer.open(1);
        String booking = post("/bookings", token, to(first)).expect(201).getString("id");
        assertTrue(mail(person, "Votre rendez-vous est confirmé").contains("METHOD:REQUEST"));

        // 5.3.1: another status takes the type out of her offer; what is booked stands, and moves (5.5).
        client.patch("/me/status")
                .token(token)
                .json(new JsonObject().put("status", "etudiant-etranger").put("statusGrantedOn", "2026-01-15"))
                .await()
                .expect(200);
        assertEquals(List.of("atelier", "engageant"), types(token));
        assertEquals(1, offer.count("select count(*) from booking_flag where booking_id = '" + booking + "'"));
        String moved = post("/bookings/" + booking + "/reschedule", token, to(second))
                .expect(200)
                .getString("id");
        assertTrue(mail(person, "Votre rendez-vous a été déplacé").contains("METHOD:REQUEST"));

        // 5.2: both are in her list.
        assertEquals(
                List.of("BOOKED", "RESCHEDULED"),
                get("/bookings", token).getJsonArray("items").stream()
                        .map(each -> ((JsonObject) each).getString("state"))
                        .toList());

        // 4.3: she forgets her password; the temporary one opens nothing but its own change.
        client.post("/auth/forgotten-password")
                .json(new JsonObject().put("userCode", userCode).put("email", person.email()))
                .await()
                .expect(202);
        String temporary = find(TEMPORARY, mail(person, "Votre mot de passe temporaire"));
        JsonObject tokens = logIn(userCode, temporary);
        assertTrue(tokens.getBoolean("mustChangePassword"));
        client.get("/bookings").token(tokens.getString("accessToken")).await().expect(403, "must-change-password");
        JsonObject renewed = client.patch("/me/password")
                .token(tokens.getString("accessToken"))
                .json(new JsonObject().put("currentPassword", temporary).put("newPassword", "Nouveau2026"))
                .await()
                .expect(200);
        client.get("/bookings").token(token).await().expect(401, "unauthenticated"); // the other session is over
        String now = renewed.getString("accessToken");

        // 5.4: she cancels.
        post("/bookings/" + moved + "/cancel", now, null).expect(200);
        assertTrue(mail(person, "Votre rendez-vous est annulé").contains("METHOD:CANCEL"));

        // All that is held is hers to see, and to have erased.
        JsonObject data = get("/me/data", now);
        assertEquals(person.email(), data.getJsonObject("registration").getString("email"));
        assertFalse(data.encode().contains(temporary));
        post("/me/erasure", now, new JsonObject().put("currentPassword", "Nouveau2026"))
                .expect(200);
        client.get("/bookings").token(now).await().expect(401, "unauthenticated");
        People.logIn(client, userCode, "Nouveau2026").expect(401, "bad-credentials");
        assertEquals(
                0,
                offer.count("select count(*) from mail where recipient = '" + person.email() + "' or model <> '{}'"));
    }

    private static JsonObject logIn(String userCode, String password) {
        return People.logIn(client, userCode, password).expect(200);
    }

    private static JsonObject get(String path, String token) {
        return client.get(path).token(token).await().expect(200);
    }

    private static Response post(String path, String token, @Nullable JsonObject body) {
        ContractClient.Request request = client.post(path).token(token);
        return (body == null ? request : request.json(body)).await();
    }

    private static List<String> types(String token) {
        return get("/me/appointment-types", token).getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .sorted()
                .toList();
    }

    private static JsonObject to(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static String find(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertTrue(found.find(), text);
        return found.group();
    }

    /** All that is written in the mail of this title, once it has come. */
    private static String mail(Registered person, String title) {
        Until.holds(() -> ofTitle(person, title).size() == 1);
        return text(ofTitle(person, title).get(0).message());
    }

    private static List<Received> ofTitle(Registered person, String title) {
        return mailServer.receivedBy(person.email()).stream()
                .filter(mail -> subject(mail).equals(title))
                .toList();
    }

    private static String subject(Received mail) {
        try {
            return mail.message().getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text and the calendar files; not the HTML, which says the same. */
    private static String text(Part part) {
        try {
            if (part.getContent() instanceof MimeMultipart parts) {
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart each = parts.getBodyPart(i);
                    all.append(text(each)).append('\n');
                }
                return all.toString();
            }
            return part.isMimeType("text/html")
                    ? ""
                    : new String(part.getInputStream().readAllBytes(), UTF_8);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
