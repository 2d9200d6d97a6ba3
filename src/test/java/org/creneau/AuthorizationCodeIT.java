package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Metrics;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Registered;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account for somebody whom a partner has registered (guide 3.2). */
class AuthorizationCodeIT {

    private static final int ATTEMPTS = 4;
    private static final String REFUSED = "authorization-code-invalid";

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final People people = new People(database);
    private static final AtomicInteger nextAddress = new AtomicInteger();
    private static TestNode node;
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(
                database,
                redis,
                Map.of(
                        "http.trustedProxies",
                        "127.0.0.1,0:0:0:0:0:0:0:1",
                        "auth.recovery.authorizationCodeAttempts",
                        "" + ATTEMPTS));
    }

    @AfterAll
    static void stop() {
        node.close();
        backstage.close();
    }

    /** Somebody who comes from an address of their own, and so has all attempts. */
    private static String anywhere() {
        int next = nextAddress.incrementAndGet();
        return "203.0." + next / 200 + "." + (1 + next % 200);
    }

    private static JsonObject claim(String code) {
        return new JsonObject()
                .put("authorizationCode", code)
                .put("birthDate", Registered.BIRTH_DATE)
                .put("sex", Registered.SEX);
    }

    private static Request checking(JsonObject claim, String from) {
        return node.client()
                .post("/accounts/authorization")
                .header("X-Forwarded-For", from)
                .json(claim);
    }

    private static Response check(JsonObject claim, String from) {
        return checking(claim, from).await();
    }

    private static Request create(String userCode, JsonObject authorization, String from) {
        return node.client()
                .post("/accounts")
                .header("X-Forwarded-For", from)
                .json(People.account(userCode).put("authorization", authorization));
    }

    private static String number(Registered person) {
        return String.valueOf(person.number());
    }

    private static long accounts(Registered person) {
        return people.count("select count(*) from account where client_id = ?", person.clientId());
    }

    @Test
    void whoWasKnownBeforeShowsTheReferenceNumber() {
        Registered person = people.register(true);
        String code = backstage.authorizationCode(person.clientId());
        assertTrue(code.matches("[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}"), code);
        People.Sent mail =
                people.mails(person.clientId(), "CREATE_YOUR_ACCOUNT").get(0);
        assertEquals(person.email(), mail.to());
        assertEquals(code, mail.model().getString("authorizationCode"));
        assertEquals(person.givenName(), mail.model().getString("givenName"));
        assertEquals(
                0,
                people.count(
                        "select count(*) from authorization_code where client_id = ? and digest::text like ?",
                        person.clientId(),
                        "%" + code + "%"));

        assertEquals(
                "REFERENCE_NUMBER", check(claim(code), anywhere()).expect(200).getString("requires"));
        String userCode = People.newUserCode();
        JsonObject created = create(userCode, claim(code).put("referenceNumber", person.referenceNumber()), anywhere())
                .header("Accept-Language", "en")
                .await()
                .expect(201);
        assertEquals(person.clientId().toString(), created.getString("id"));
        String token = People.logIn(node.client(), userCode, People.PASSWORD)
                .expect(200)
                .getString("accessToken");
        JsonObject me = node.client().get("/me").token(token).await().expect(200);
        assertEquals(person.clientId().toString(), me.getString("id"));
        assertEquals("en", me.getString("language"));
        assertEquals(
                List.of("ACCOUNT {\"event\": \"createdWithAuthorizationCode\"}"), people.history(person.clientId()));
    }

    @Test
    void whoIsNewShowsTheClientNumberAndTypesTheCodeInAnyWay() {
        Registered person = people.register(false);
        String code = backstage.authorizationCode(person.clientId());
        String typed = " " + code.replace("-", "").toLowerCase(Locale.ROOT);
        assertEquals(
                "CLIENT_NUMBER", check(claim(typed), anywhere()).expect(200).getString("requires"));
        create(People.newUserCode(), claim(typed).put("clientNumber", number(person)), anywhere())
                .await()
                .expect(201);
        assertEquals(1, accounts(person));
    }

    @Test
    void whatIsWrongIsRefusedInOneWayWhateverItIs() {
        Registered known = people.register(true);
        String code = backstage.authorizationCode(known.clientId());
        Registered late = people.register(true);
        String over = backstage.authorizationCode(late.clientId());
        people.execute(
                "update authorization_code set expires_at = clock_timestamp() - interval '1 s' where client_id = ?",
                late.clientId());
        Registered twice = people.register(true);
        String replaced = backstage.authorizationCode(twice.clientId());
        backstage.authorizationCode(twice.clientId());
        Registered before = people.register(true);
        String used = backstage.authorizationCode(before.clientId());
        create(People.newUserCode(), claim(used).put("referenceNumber", before.referenceNumber()), anywhere())
                .await()
                .expect(201);
        long hashes = Metrics.hashes(node);

        // At once, because every answer takes its time.
        List<Future<Response>> refusals = new ArrayList<>();
        for (JsonObject wrong : List.of(
                claim("7KQM-2XPA-9RTB"),
                claim("é"),
                claim(over),
                claim(replaced),
                claim(used),
                claim(code).put("birthDate", "1978-05-06"),
                claim(code).put("sex", "F"))) {
            refusals.add(checking(wrong, anywhere()).send());
            JsonObject authorization = wrong.copy().put("referenceNumber", known.referenceNumber());
            refusals.add(create(People.newUserCode(), authorization, anywhere()).send());
        }
        Set<String> answers = new HashSet<>();
        refusals.forEach(refusal -> answers.add(answer(Await.of(refusal))));
        people.execute("update authorization_code set attempts = 0 where client_id = ?", known.clientId());
        for (JsonObject wrong : List.of(
                claim(code),
                claim(code).put("referenceNumber", "Z9999999"),
                claim(code).put("clientNumber", number(known)))) {
            answers.add(answer(create(People.newUserCode(), wrong, anywhere()).await()));
        }
        assertEquals(1, answers.size(), answers.toString());
        assertEquals(hashes, Metrics.hashes(node), "a refusal costs no hash, whatever was wrong");
        assertEquals(0, accounts(known) + accounts(late) + accounts(twice));
        create(People.newUserCode(), claim(code).put("referenceNumber", known.referenceNumber()), anywhere())
                .await()
                .expect(201);
    }

    private static String answer(Response response) {
        response.expect(403, REFUSED);
        Map<String, String> headers = new TreeMap<>();
        MultiMap all = response.headers();
        all.forEach(header -> {
            if (!header.getKey().startsWith("RateLimit")) {
                headers.put(header.getKey(), header.getValue());
            }
        });
        return headers + " " + response.json().encode();
    }

    @Test
    void aCodeThatWasTriedTooOftenIsVoid() {
        Registered person = people.register(true);
        String code = backstage.authorizationCode(person.clientId());
        JsonObject right = claim(code).put("referenceNumber", person.referenceNumber());
        // What is right counts for nothing, however often.
        for (int i = 0; i <= ATTEMPTS; i++) {
            check(claim(code), anywhere()).expect(200);
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            check(claim(code).put("birthDate", "1980-01-0" + (i + 1)), anywhere())
                    .expect(403, REFUSED);
        }
        check(claim(code), anywhere()).expect(403, REFUSED);
        create(People.newUserCode(), right, anywhere()).await().expect(403, REFUSED);
        // A new one is as good as the first was.
        String fresh = backstage.authorizationCode(person.clientId());
        create(People.newUserCode(), right.put("authorizationCode", fresh), anywhere())
                .await()
                .expect(201);
    }

    @Test
    void whoTriesManyCodesMustWaitAndNobodyElse() {
        Registered person = people.register(true);
        String code = backstage.authorizationCode(person.clientId());
        String guesser = anywhere();
        Response last = check(claim("AAAA-AAAA-AAAA"), guesser);
        for (int i = 0; i < 8 && last.status() == 403; i++) {
            last = check(claim("AAAA-AAAA-AAA" + (2 + i)), guesser);
        }
        JsonObject locked = last.expect(429, "locked");
        assertTrue(Integer.parseInt(last.headers().get("Retry-After")) >= 1);
        assertEquals(
                new JsonObject()
                        .put("montreal", "514 864-9191")
                        .put("elsewhere", "1 877 864-9191")
                        .put("abroad", "+1 514 864-9191"),
                locked.getJsonObject("contactCentre"));
        for (String phone : List.of("514 864-9191", "1 877 864-9191", "+1 514 864-9191")) {
            assertTrue(locked.getString("detail").contains(phone), locked.encode());
        }
        people.execute("update login_throttle set next_attempt_at = clock_timestamp() + interval '1 hour'"
                + " where next_attempt_at > clock_timestamp() - interval '1 minute' and failures >= 5");
        JsonObject right = claim(code).put("referenceNumber", person.referenceNumber());
        create(People.newUserCode(), right, guesser).await().expect(429, "locked");
        create(People.newUserCode(), right, anywhere()).await().expect(201);
    }

    @Test
    void whoseUserCodeIsTakenKeepsTheCode() {
        Registered person = people.register(true);
        JsonObject right =
                claim(backstage.authorizationCode(person.clientId())).put("referenceNumber", person.referenceNumber());
        String taken = People.newUserCode();
        People.create(node.client(), taken);
        create(taken, right, anywhere()).await().expect(409, "user-code-taken");
        create(People.newUserCode(), right, anywhere()).await().expect(201);
    }

    @Test
    void ofManyWhoUseOneCodeAtOnceOneGetsTheAccount() {
        for (int round = 0; round < 3; round++) {
            Registered person = people.register(true);
            JsonObject right = claim(backstage.authorizationCode(person.clientId()))
                    .put("referenceNumber", person.referenceNumber());
            List<Future<Response>> all = IntStream.range(0, 8)
                    .mapToObj(
                            i -> create(People.newUserCode(), right, anywhere()).send())
                    .toList();
            Await.of(Future.join(all));
            assertEquals(
                    1, all.stream().filter(one -> one.result().status() == 201).count());
            assertEquals(
                    7, all.stream().filter(one -> one.result().status() == 403).count());
            assertEquals(1, accounts(person));
        }
    }

    /** The control: what the statement does at once, done in two, lets both in. */
    @Test
    void toLookFirstAndInsertThenWouldLetTwoIn() throws SQLException {
        String own = TestServers.newDatabase();
        People others = new People(own);
        Registered person = others.register(true);
        others.execute("alter table account drop constraint account_client_id_key");
        others.execute(
                "insert into authorization_code (digest, client_id, expires_at) values ('x', ?, now() + interval '1 day')",
                person.clientId());
        try (Connection one = TestServers.connect(own);
                Connection other = TestServers.connect(own)) {
            List<Connection> both = List.of(one, other);
            List<UUID> owners = new ArrayList<>();
            for (Connection connection : both) {
                connection.setAutoCommit(false);
                try (Statement look = connection.createStatement();
                        ResultSet found =
                                look.executeQuery("select client_id from authorization_code where used_at is null")) {
                    assertTrue(found.next());
                    owners.add(found.getObject(1, UUID.class));
                }
            }
            for (int i = 0; i < both.size(); i++) {
                try (Statement insert = both.get(i).createStatement()) {
                    insert.execute("update authorization_code set used_at = clock_timestamp()");
                    insert.execute("insert into account (id, client_id, user_code, email, password_hash) values ('"
                            + UUID.randomUUID() + "', '" + owners.get(i) + "', 'code000" + i + "', 'a@b.ca', 'x')");
                }
                both.get(i).commit();
            }
        }
        assertEquals(2, others.count("select count(*) from account where client_id = ?", person.clientId()));
    }

    @Test
    void whoHasAnAccountGetsNoCode() {
        Registered person = people.register(false);
        JsonObject right = claim(backstage.authorizationCode(person.clientId())).put("clientNumber", number(person));
        create(People.newUserCode(), right, anywhere()).await().expect(201);
        assertFalse(backstage.hasAuthorizationCode(person.clientId()));
    }
}
