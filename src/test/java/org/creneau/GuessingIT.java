package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Metrics;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who guesses user codes and passwords, from one address and from many, on two nodes behind a proxy: they learn nothing,
 * are held up, and hold up nobody else.
 */
class GuessingIT {

    private static final String PASSWORD = "abc12345";
    private static final String WRONG = "xyz98765";
    private static final int LOG_INS = 20;

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static TestNode node;
    private static TestNode other;

    @BeforeAll
    static void start() {
        Map<String, String> settings =
                Map.of("http.trustedProxies", "127.0.0.1,0:0:0:0:0:0:0:1", "limits.logInsPerAddress", "" + LOG_INS);
        node = TestNode.start(database, redis, settings);
        other = TestNode.start(database, redis, settings);
    }

    @AfterAll
    static void stop() {
        node.close();
        other.close();
    }

    private static Response logIn(TestNode at, String from, String userCode, String password) {
        return at.client()
                .post("/auth/login")
                .header("X-Forwarded-For", from)
                .json(new JsonObject().put("userCode", userCode).put("password", password))
                .await();
    }

    private static String newUserCode() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private static String newAccount() {
        String userCode = newUserCode();
        JsonArray questions = new JsonArray()
                .add(new JsonObject().put("question", "passe-temps").put("answer", "a"))
                .add(new JsonObject().put("question", "livre").put("answer", "b"));
        node.client()
                .post("/accounts")
                .json(new JsonObject()
                        .put("userCode", userCode)
                        .put("password", PASSWORD)
                        .put("email", "client@example.org")
                        .put("securityQuestions", questions))
                .await()
                .expect(201);
        return userCode;
    }

    /** All but what is counted for the address, which says nothing about the user code. */
    private static Map<String, String> headers(MultiMap headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(all::put);
        all.remove("RateLimit");
        return all;
    }

    /** Work is counted, not timed: it is the hash that takes the time. */
    @Test
    void nothingTellsWhetherAUserCodeIsSomebodys() {
        String known = newAccount();
        Response first = null;
        for (String userCode : List.of(known, newUserCode(), "x", known + "z", "é", "a b")) {
            long before = Metrics.hashes(node);
            Response response = logIn(node, "203.0.113.1", userCode, WRONG);
            response.expect(401, "bad-credentials");
            assertEquals(before + 1, Metrics.hashes(node), userCode);
            if (first == null) {
                first = response;
            }
            assertEquals(first.json(), response.json());
            assertEquals(headers(first.headers()), headers(response.headers()));
        }
    }

    @Test
    void guessesLockTheirOwnAddressOutAndNotTheOwner() {
        String userCode = newAccount();
        String nobodys = newUserCode();
        for (String code : List.of(userCode, nobodys)) {
            Response last = logIn(node, "203.0.113.2", code, WRONG);
            for (int i = 0; i < 8 && last.status() == 401; i++) {
                last = logIn(i % 2 == 0 ? node : other, "203.0.113.2", code, WRONG);
            }
            last.expect(429, "locked");
            assertTrue(Integer.parseInt(last.headers().get("Retry-After")) >= 1);
        }
        logIn(node, "203.0.113.3", userCode, PASSWORD).expect(200);
        logIn(other, "203.0.113.3", userCode, PASSWORD).expect(200);
        // An IPv6 network is one address.
        for (int i = 0; i < 9; i++) {
            logIn(node, "2001:db8:0:7::" + i, userCode, WRONG);
        }
        TestServers.execute(
                database,
                "update login_throttle set next_attempt_at = clock_timestamp() + interval '1 hour'"
                        + " where failures >= 5");
        logIn(node, "2001:db8:0:7:ffff::1", userCode, PASSWORD).expect(429, "locked");
        logIn(node, "2001:db8:0:8::1", userCode, PASSWORD).expect(200);
    }

    @Test
    void oneAddressIsLimitedOnBothNodesTogether() {
        String userCode = newAccount();
        Response last = logIn(node, "203.0.113.4", newUserCode(), WRONG);
        int tried = 1;
        // Different user codes: none of them is locked. Some attempts come back while this goes on.
        for (; tried < 3 * LOG_INS && last.status() == 401; tried++) {
            last = logIn(tried % 2 == 0 ? node : other, "203.0.113.4", newUserCode(), WRONG);
        }
        last.expect(429, "rate-limited");
        assertTrue(tried > LOG_INS && tried < 3 * LOG_INS, "after " + tried);
        assertEquals("\"log-in\";q=20;w=60", last.headers().get("RateLimit-Policy"));
        logIn(node, "203.0.113.5", userCode, PASSWORD).expect(200);
        // What the client writes into the header itself is hearsay: that address has used up nothing.
        int more = 0;
        while (more < LOG_INS
                && logIn(node, "203.0.113.6, 203.0.113.4", newUserCode(), WRONG).status() == 401) {
            more++;
        }
        assertTrue(more < LOG_INS / 2, () -> "refused only some time later");
    }
}
