package org.creneau.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.creneau.access.Scope;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;

/** A node, with everybody who calls it and everything that they call it about. For many threads. */
final class World implements AutoCloseable {

    private static final String PASSWORD = "abc12345";

    /** So many guesses from one address would be locked out, and so many calls limited: that is not what is looked at. */
    private static final Map<String, String> SETTINGS = Map.of(
            "rateLimits",
            "off",
            "auth.freeAttempts",
            "100",
            "database.statementTimeoutMillis",
            "5000",
            "http.requestTimeoutMillis",
            "30000");

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final TestNode node;
    private final Backstage backstage;
    private final Slot slot = offer.open(10_000);
    private final Slot otherSlot = offer.open(10_000);
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private final Map<Scope, String> withoutScope = new ConcurrentHashMap<>();
    private final String temporary;
    private final UUID partnerId;
    private final Offered offered;
    private final String job;

    World() {
        String redis = TestServers.newRedis();
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis, SETTINGS);
        for (Slot shown : List.of(slot, otherSlot)) {
            Until.holds(() -> client().get("/slots/" + shown.id()).await().status() == 200);
        }
        tokens.put(Role.OWNER, logIn(newAccount()));
        tokens.put(Role.ANOTHER_CLIENT, logIn(newAccount()));
        temporary = newAccount();
        offer.execute("update account set must_change_password = true where user_code = '" + temporary + "'");
        tokens.put(Role.MUST_CHANGE_PASSWORD, logIn(temporary));
        String ended = logIn(newAccount());
        assertEquals(204, client().post("/auth/logout").token(ended).await().status());
        tokens.put(Role.LOGGED_OUT, ended);
        offer.execute(
                "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
        employ(Role.AGENT, "clef", "AGENT");
        employ(Role.MANAGER, "clef", "MANAGER");
        employ(Role.MINISTRY_AGENT, "bureau", "AGENT");
        employ(Role.MINISTRY_MANAGER, "bureau", "MANAGER");
        employ(Role.OTHER_MANAGER, "autre", "MANAGER");
        TestClient partner = backstage.partner("clef");
        tokens.put(Role.PARTNER, partner.token());
        partnerId = partner.id();
        tokens.put(Role.OTHER_PARTNER, backstage.partner("autre").token());
        offered = Offered.by(client(), token(Role.MANAGER));
        job = client().post("/staff/slots/" + offer.open(3).id() + "/cancel")
                .token(token(Role.MANAGER))
                .json(new JsonObject().put("reason", "a reason"))
                .await()
                .expect(202)
                .getString("id");
    }

    /** Fails when anything is wrong in the database by now. */
    @Override
    public void close() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    private void employ(Role role, String organisation, String as) {
        String userCode = newAccount();
        offer.execute("insert into staff_member (client_id, organisation_id, role) select client_id, '%s', '%s'"
                        .formatted(organisation, as)
                + " from account where user_code = '" + userCode + "'");
        tokens.put(role, logIn(userCode));
    }

    private String newAccount() {
        String userCode = userCode();
        client().post("/accounts")
                .json(list("securityQuestions", question("passe-temps", "a"), question("livre", "b"))
                        .put("userCode", userCode)
                        .put("password", PASSWORD)
                        .put("email", "client@example.org"))
                .await()
                .expect(201);
        return userCode;
    }

    private static JsonObject question(String question, String answer) {
        return new JsonObject().put("question", question).put("answer", answer);
    }

    private static String userCode() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private String logIn(String userCode) {
        return client().post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", PASSWORD))
                .await()
                .expect(200)
                .getString("accessToken");
    }

    ContractClient client() {
        return node.client();
    }

    Backstage backstage() {
        return backstage;
    }

    Offer offer() {
        return offer;
    }

    /** Open, with more seats than anybody takes, like the other one. */
    Slot slot() {
        return slot;
    }

    Slot otherSlot() {
        return otherSlot;
    }

    Offered offered() {
        return offered;
    }

    /** Of La Clef, and done. */
    String job() {
        return job;
    }

    /** The system that calls as {@link Role#PARTNER}. */
    UUID partnerId() {
        return partnerId;
    }

    /** Of the one account or system that has the role. */
    String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    /** Of a log-in of its own, with a temporary password. */
    String temporaryLogIn() {
        return logIn(temporary);
    }

    String withoutScope(Scope scope) {
        return withoutScope.computeIfAbsent(scope, missing -> {
            Set<Scope> others = EnumSet.allOf(Scope.class);
            others.remove(missing);
            return backstage.partner("clef", others).token();
        });
    }

    /** An employee of La Clef, who never logs in. */
    String member() {
        UUID id = backstage.client().id();
        offer.execute("""
                insert into account (id, client_id, user_code, email, password_hash)
                    values ('%1$s', '%1$s', '%2$s', 'agent@example.org', 'none');
                insert into staff_member (client_id, organisation_id, role) values ('%1$s', 'clef', 'AGENT')""".formatted(id, userCode()));
        return id.toString();
    }

    /** Somebody who has let La Clef use the file, with what the operation begins with. */
    Owner owner(Entry.Before before, boolean registered) {
        TestClient who = backstage.client();
        backstage.consent(who.id(), "clef");
        String booking = booking(before, who);
        if (registered) {
            backstage.register(who, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        }
        return new Owner(who, booking);
    }

    private String booking(Entry.Before before, TestClient who) {
        if (before == Entry.Before.NOTHING) {
            return "none";
        }
        JsonObject body = slotId(slot.id().toString());
        Request request = before == Entry.Before.HOLD
                ? client().post("/partner/holds")
                        .token(token(Role.PARTNER))
                        .key("k")
                        .json(body.put("clientId", who.id().toString()))
                : client().post("/bookings").token(who.token()).json(body);
        return request.await().expect(201).getString("id");
    }

    List<List<Object>> bookingsOf(Owner owner) {
        return offer.rows("select state, count(*) from booking where client_id = '"
                + owner.client().id() + "' group by state order by 1");
    }

    static JsonObject slotId(String id) {
        return new JsonObject().put("slotId", id);
    }

    static JsonObject list(String name, Object... items) {
        return new JsonObject().put(name, new JsonArray(List.of(items)));
    }
}
