package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A partner that may use the file of somebody without an account does not get at the account: another e-mail address is told
 * to the former one, and for a while no authorization code is given.
 */
class AuthorizationPauseIT {

    private static final int PAUSE_DAYS = 5;

    private static final String FORMER = "client@example.org";
    private static final String ANOTHER = "another@example.org";

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final People people = new People(database);
    private static Backstage backstage;
    private static TestNode node;

    private TestClient partner;
    private TestClient other;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        new Offer(database)
                .execute(
                        "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
        node = TestNode.start(
                database, redis, Map.of("auth.recovery.authorizationCodePauseDays", String.valueOf(PAUSE_DAYS)));
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @BeforeEach
    void systems() {
        partner = backstage.partner("clef");
        other = backstage.partner("autre");
    }

    private static JsonObject form() {
        return Forms.with(Forms.registration(), "identity", "email", FORMER).put("language", "en");
    }

    private static Response register(TestClient by, JsonObject form) {
        return node.client()
                .post("/partner/clients")
                .token(by.token())
                .key(UUID.randomUUID().toString())
                .json(form)
                .await();
    }

    private UUID registered(JsonObject form) {
        return UUID.fromString(register(partner, form).expect(201).getString("id"));
    }

    private void change(UUID client, String field, String value) {
        node.client()
                .patch("/partner/clients/" + client + "/contact")
                .token(partner.token())
                .json(new JsonObject().put(field, value))
                .await()
                .expect(200);
    }

    private Response letter(UUID client) {
        return node.client()
                .post("/partner/clients/" + client + "/letter")
                .token(partner.token())
                .await();
    }

    /** To whom codes were mailed. */
    private static List<String> codesTo(UUID client) {
        return people.mails(client, "CREATE_YOUR_ACCOUNT").stream()
                .map(People.Sent::to)
                .toList();
    }

    private static void letPass(UUID client, String time) {
        people.execute("update file_history set at = at - ?::interval where client_id = ?", time, client);
    }

    @Test
    void theFormerAddressIsToldOfSomebodyWithoutAnAccountToo() {
        UUID client = registered(form());
        change(client, "apartment", "4");
        assertEquals(List.of(), people.mails(client, "EMAIL_CHANGED"), "the address is as it was");
        change(client, "email", ANOTHER);
        change(client, "email", ANOTHER);
        assertEquals(List.of(new People.Sent(FORMER, "en", new JsonObject())), people.mails(client, "EMAIL_CHANGED"));
    }

    @Test
    void noCodeIsMailedToAnAddressThatSomebodyElseHasJustGiven() {
        JsonObject form = form();
        UUID client = registered(form);
        change(client, "email", ANOTHER);
        register(other, form).expect(409, "already-registered");
        assertEquals(List.of(FORMER), codesTo(client));
        // The numbers, which the partner knows, are sent again all the same.
        assertEquals(2, people.mails(client, "REGISTRATION_CONFIRMED").size());
    }

    @Test
    void theCodeThatTheClientHasGoesOnWorking() {
        UUID client = registered(form());
        String code = people.mails(client, "CREATE_YOUR_ACCOUNT").get(0).model().getString("authorizationCode");
        change(client, "email", ANOTHER);
        letter(client).expect(409, "email-changed-recently");
        node.client()
                .post("/accounts/authorization")
                .json(new JsonObject()
                        .put("authorizationCode", code)
                        .put("birthDate", "1978-05-05")
                        .put("sex", "M"))
                .await()
                .expect(200);
    }

    @Test
    void afterThePauseACodeIsMailedAgain() {
        JsonObject form = form();
        UUID client = registered(form);
        change(client, "email", ANOTHER);
        letPass(client, PAUSE_DAYS + " days");
        register(other, form).expect(409, "already-registered");
        assertEquals(List.of(FORMER, ANOTHER), codesTo(client));
    }

    @Test
    void noLetterHasACodeBeforeThePauseIsOver() {
        UUID client = registered(form());
        change(client, "email", ANOTHER);
        assertEquals(409, letter(client).status());
        letPass(client, PAUSE_DAYS - 1 + " days 23 hours");
        letter(client).expect(409, "email-changed-recently");
        letPass(client, "1 hour");
        assertEquals(200, letter(client).status());
        // The latest change counts.
        change(client, "email", FORMER);
        letter(client).expect(409, "email-changed-recently");
    }

    @Test
    void whatElseIsChangedAndWhatTheClientChangesIsNoReason() {
        UUID client = registered(form());
        change(client, "apartment", "4");
        assertEquals(200, letter(client).status());
        people.execute(
                "insert into file_history (client_id, actor, source, change, details)"
                        + " values (?, ?, 'CLIENT', 'CONTACT', '{\"email\": {\"old\": \"a@b.c\", \"new\": \"d@b.c\"}}')",
                client,
                client);
        assertEquals(200, letter(client).status());
    }

    @Test
    void theClientIsToldOfALetterOnceADay() {
        UUID client = registered(form());
        assertEquals(200, letter(client).status());
        assertEquals(200, letter(client).status());
        List<People.Sent> told = people.mails(client, "LETTER_PRINTED");
        assertEquals(1, told.size());
        assertEquals(FORMER, told.get(0).to());
        assertEquals("en", told.get(0).language());
        assertFalse(told.get(0).model().containsKey("authorizationCode"), "the code is in the letter alone");
    }
}
