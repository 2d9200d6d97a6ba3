package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TokenDesk.Answer;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Partners' systems that are added and shut out, and their secrets, which follow each other. */
class PartnerSecretsIT extends PartnerSystemsOnTwoNodes {

    private static Response manage(String path) {
        return node.client().post(path).token(manager.token()).await();
    }

    private static Credentials rotate(String id, int overlapMinutes) {
        return Credentials.of(node.client()
                .post("/staff/partners/" + id + "/secrets")
                .token(manager.token())
                .json(new JsonObject().put("overlapMinutes", overlapMinutes))
                .await()
                .expect(201));
    }

    @Test
    void aRevokedSecretEndsItsTokensOnAllNodesAndNoOthers() {
        Credentials first = add("clients");
        Credentials second = rotate(first.id(), 60);
        String token = desk.ask(first.id(), first.secret()).token();
        String kept = desk.ask(second.id(), second.secret()).token();
        assertEquals(403, status(node, token));
        assertEquals(403, status(other, token));
        String path = "/staff/partners/" + first.id() + "/secrets/" + first.secretId() + "/revoke";
        JsonObject partner = manage(path).expect(200);
        assertEquals(2, partner.getJsonArray("secrets").size());
        assertEquals(401, status(node, token));
        Until.holds(() -> status(other, token) == 401);
        assertEquals("401 invalid_client", desk.ask(first.id(), first.secret()).error());
        assertEquals(403, status(node, kept));
        assertEquals(403, status(other, kept));
        assertEquals(partner, manage(path).expect(200));
        manage("/staff/partners/" + first.id() + "/secrets/" + UUID.randomUUID() + "/revoke")
                .expect(404, "not-found");
        manage("/staff/partners/" + add("clients").id() + "/secrets/" + second.secretId() + "/revoke")
                .expect(404, "not-found");
    }

    @Test
    void secretsFollowEachOtherWithoutABreak() {
        Credentials first = add("clients");
        String token = desk.ask(first.id(), first.secret()).token();
        Credentials second = rotate(first.id(), 30);
        assertEquals(200, desk.ask(first.id(), first.secret()).status());
        assertEquals(200, desk.ask(second.id(), second.secret()).status());
        assertEquals(403, status(node, token));
        // The first one's end comes.
        offer.execute("update partner_secret set expires_at = clock_timestamp() + interval '2 seconds' where id = '"
                + first.secretId() + "'");
        Answer last = desk.ask(first.id(), first.secret());
        if (last.status() == 200) {
            assertTrue(last.json().getInteger("expires_in") <= 2, last.json().encode());
        }
        Until.holds(() -> desk.ask(first.id(), first.secret()).status() == 401);
        Until.holds(() -> status(node, token) == 401);
        Until.holds(() -> status(other, token) == 401);
        assertEquals(200, desk.ask(second.id(), second.secret()).status());
        // At once.
        String still = desk.ask(second.id(), second.secret()).token();
        Credentials third = rotate(first.id(), 0);
        assertEquals(401, status(node, still));
        assertEquals(
                "401 invalid_client", desk.ask(second.id(), second.secret()).error());
        assertEquals(200, desk.ask(third.id(), third.secret()).status());
    }

    @Test
    void aSystemHasABoundedNumberOfGoodSecrets() {
        Credentials first = add("clients");
        for (int i = 1; i < 5; i++) {
            rotate(first.id(), 60);
        }
        String ends = "select id, expires_at from partner_secret where partner_id = '" + first.id() + "' order by id";
        List<List<Object>> before = offer.rows(ends);
        node.client()
                .post("/staff/partners/" + first.id() + "/secrets")
                .token(manager.token())
                .json(new JsonObject().put("overlapMinutes", 1))
                .await()
                .expect(409, "too-many-secrets");
        assertEquals(before, offer.rows(ends), "what is refused ends nothing");
        rotate(first.id(), 0);
    }

    @Test
    void aDisabledSystemIsOut() {
        Credentials system = add("clients");
        String token = desk.ask(system.id(), system.secret()).token();
        assertTrue(manage("/staff/partners/" + system.id() + "/disable")
                .expect(200)
                .containsKey("disabledAt"));
        assertEquals(401, status(node, token));
        Until.holds(() -> status(other, token) == 401);
        assertEquals(
                "401 invalid_client", desk.ask(system.id(), system.secret()).error());
        manage("/staff/partners/" + system.id() + "/disable").expect(200);
        node.client()
                .post("/staff/partners/" + system.id() + "/secrets")
                .token(manager.token())
                .json(new JsonObject())
                .await()
                .expect(409, "partner-disabled");
        manage("/staff/partners/" + UUID.randomUUID() + "/disable").expect(404, "not-found");
    }

    @Test
    void whatIsAddedMustMakeSense() {
        JsonObject problem = node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "nobody")
                        .put("name", "X")
                        .put("scopes", new JsonArray().add("clients")))
                .await()
                .expect(400, "validation");
        assertEquals(
                "/organisation", problem.getJsonArray("errors").getJsonObject(0).getString("pointer"));
        for (JsonObject wrong : List.of(
                new JsonObject().put("organisation", "clef").put("name", "X").put("scopes", new JsonArray()),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", " ")
                        .put("scopes", new JsonArray().add("clients")),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "a\nb")
                        .put("scopes", new JsonArray().add("clients")),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "X")
                        .put("scopes", new JsonArray().add("root")))) {
            node.client()
                    .post("/staff/partners")
                    .token(manager.token())
                    .json(wrong)
                    .await()
                    .expect(400, "validation");
        }
    }

    @Test
    void listsShowSystemsPageByPageAndNoSecret() {
        Credentials one = add("clients");
        Credentials two = add("events");
        JsonObject page = node.client()
                .get("/staff/partners?limit=1&organisation=clef")
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(two.id(), page.getJsonArray("items").getJsonObject(0).getString("id"));
        assertFalse(page.encode().contains(two.secret()));
        JsonObject next = node.client()
                .get("/staff/partners?limit=1&organisation=clef&cursor=" + page.getString("nextCursor"))
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(one.id(), next.getJsonArray("items").getJsonObject(0).getString("id"));
        node.client()
                .get("/staff/partners?cursor=x")
                .token(manager.token())
                .await()
                .expect(400, "validation");
        assertEquals(
                0,
                offer.count("select count(*) from partner_secret where encode(digest, 'escape') like '%" + one.secret()
                        + "%'"));
    }

    @Test
    void whatIsDoneIsInTheAuditLog() {
        Credentials system = add("clients");
        rotate(system.id(), 0);
        manage("/staff/partners/" + system.id() + "/disable").expect(200);
        assertEquals(
                List.of(List.of("added"), List.of("secretAdded"), List.of("disabled")),
                offer.rows("select details ->> 'change' from audit_log where action = 'PARTNER_CHANGED'"
                        + " and actor_kind = 'STAFF' and details ->> 'partner' = '" + system.id() + "' order by id"));
    }
}
