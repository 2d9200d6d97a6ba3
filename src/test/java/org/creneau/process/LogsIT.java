package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.creneau.config.PostgresUrl;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs for machines, as talkative as they can be set, after a journey on which a lot went wrong: nothing that a client
 * sent about itself is in them, nor in those of the embedded PostgreSQL, in the metrics, or in Redis. Redis is configured
 * here, PostgreSQL is not.
 */
class LogsIT {

    private static final String USER_CODE = "Quidam4711";
    private static final String PASSWORD = "Sesame9Ouvre";
    private static final String NEW_PASSWORD = "Sesame8Ferme";
    private static final String WRONG_PASSWORD = "Pomme7Poire";
    private static final String EMAIL = "zebulon.tourbillon@example.org";
    private static final String ANSWER = "Hippocampe";
    private static final String OTHER_ANSWER = "Salsepareille";

    @TempDir
    private Path temporary;

    private final List<String> secrets = new ArrayList<>(
            List.of(USER_CODE, PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, EMAIL, "zebulon", ANSWER, OTHER_ANSWER));

    private final String redisUrl = TestServers.newRedis();
    private Vertx vertx;
    private Sandbox sandbox;
    private Running node;
    private ContractClient client;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        sandbox = new Sandbox(temporary)
                .with("CRENEAU_DATA_DIR", temporary.resolve("data").toString())
                .with("CRENEAU_REDIS_URL", redisUrl)
                // So few that what is counted is still there at the end of the journey.
                .with("CRENEAU_LIMITS_LOG_INS_PER_ADDRESS", "6")
                .with("CRENEAU_LOG_FORMAT", "json")
                .with("CRENEAU_LOG_LEVEL", "debug");
        node = sandbox.serve();
        client = ContractClient.create(vertx, node.httpPort());
    }

    @AfterEach
    void end() {
        client.close();
        sandbox.close();
        Await.of(vertx.close());
    }

    @Test
    void nothingThatClientsSendIsLogged() throws SQLException {
        assertEquals(1, sandbox.mainServers().size(), "PostgreSQL alone is embedded");
        account(EMAIL).expect(201);
        account(EMAIL).expect(409, "user-code-taken");
        logIn(WRONG_PASSWORD).expect(401, "bad-credentials");
        JsonObject tokens = remember(logIn(PASSWORD).expect(200));
        String token = tokens.getString("accessToken");
        book(token);
        String refresh = tokens.getString("refreshToken");
        remember(refresh(refresh).expect(200));
        refresh(refresh).expect(401);
        change(remember(logIn(PASSWORD).expect(200)).getString("accessToken"));
        malformed(token);
        failing(token);

        String metrics = node.metrics();
        assertTrue(metrics.contains("creneau_http_requests_seconds_count{operation=\"createAccount\""), metrics);
        assertSilent(metrics);
        List<String> kept = keptInRedis();
        assertTrue(kept.stream().anyMatch(line -> line.startsWith("creneau:limit:log-in:")), kept.toString());
        assertTrue(kept.stream().anyMatch(line -> line.startsWith("creneau:slot:")), kept.toString());
        assertSilent(String.join("\n", kept));

        Ended ended = node.terminate();
        assertEquals(0, ended.exitCode());
        assertEquals(List.of(), sandbox.servers());
        assertTrue(ended.errors().size() > 5, ended.toString());
        for (String line : ended.errors()) {
            JsonObject entry = new JsonObject(line);
            assertTrue(entry.containsKey("@timestamp") && entry.containsKey("level"), line);
            assertTrue(entry.containsKey("message") && entry.containsKey("logger_name"), line);
        }
        // The failure that was staged is in them, or the search for secrets would prove nothing.
        assertTrue(ended.errors().stream().anyMatch(line -> line.contains("staged_failure")), ended.toString());
        assertSilent(String.join("\n", ended.errors()));
        assertSilent(String.join("\n", ended.output()));
        assertSilent(Sandbox.text(temporary.resolve("data").resolve("postgres.log")));
    }

    /** Keys with what is in them. */
    private List<String> keptInRedis() {
        Redis redis = Redis.createClient(vertx, redisUrl);
        List<String> all = new ArrayList<>();
        for (io.vertx.redis.client.Response key :
                Await.of(redis.send(Request.cmd(Command.KEYS).arg("*")))) {
            String type = Await.of(redis.send(Request.cmd(Command.TYPE).arg(key.toString())))
                    .toString();
            if (type.equals("none")) {
                continue; // one that has ended meanwhile
            }
            Request read = switch (type) {
                case "string" -> Request.cmd(Command.GET).arg(key.toString());
                case "hash" -> Request.cmd(Command.HGETALL).arg(key.toString());
                case "zset" ->
                    Request.cmd(Command.ZRANGE).arg(key.toString()).arg(0).arg(-1);
                case "set" -> Request.cmd(Command.SMEMBERS).arg(key.toString());
                default -> throw new AssertionError("a key of type " + type);
            };
            all.add(key + " " + Await.of(redis.send(read)));
        }
        redis.close();
        return all;
    }

    private void assertSilent(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        for (String secret : secrets) {
            assertFalse(lower.contains(secret.toLowerCase(java.util.Locale.ROOT)), () -> secret + " is in " + text);
        }
    }

    private Response account(String email) {
        return client.post("/accounts").json(accountBody(email)).await();
    }

    private static JsonObject accountBody(String email) {
        return new JsonObject()
                .put("userCode", USER_CODE)
                .put("password", PASSWORD)
                .put("email", email)
                .put(
                        "securityQuestions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("question", "passe-temps")
                                        .put("answer", ANSWER))
                                .add(new JsonObject().put("question", "livre").put("answer", OTHER_ANSWER)));
    }

    private Response logIn(String password) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", USER_CODE).put("password", password))
                .await();
    }

    private Response refresh(String refreshToken) {
        return client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", refreshToken))
                .await();
    }

    private JsonObject remember(JsonObject tokens) {
        secrets.add(tokens.getString("accessToken"));
        secrets.add(tokens.getString("refreshToken"));
        return tokens;
    }

    private void book(String token) {
        String slot = client.get("/slots?type=evaluation-comparative&available=true&limit=1")
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        JsonObject body = new JsonObject().put("slotId", slot);
        JsonObject booking =
                client.post("/bookings").token(token).json(body).await().expect(201);
        client.post("/bookings").token(token).json(body).await().expect(409, "already-booked");
        client.post("/bookings/" + booking.getString("id") + "/cancel")
                .token(token)
                .await()
                .expect(200);
    }

    private void change(String token) {
        JsonObject body = new JsonObject().put("currentPassword", PASSWORD).put("newPassword", NEW_PASSWORD);
        remember(client.patch("/me/password").token(token).json(body).await().expect(200));
    }

    /** What a parser or a check might quote. */
    private void malformed(String token) {
        String text = accountBody(EMAIL).encode();
        client.post("/accounts")
                .body(Buffer.buffer(text.substring(0, text.length() - 1)), "application/json")
                .await()
                .expect(400);
        client.post("/accounts").json(accountBody(EMAIL + " ")).await().expect(400);
        client.post("/accounts")
                .json(accountBody(EMAIL).put(EMAIL, PASSWORD))
                .await()
                .expect(400);
        client.get("/me").token(token + "x").await().expect(401);
        client.get("/slots?cursor=" + token.substring(0, 40)).await().expect(400);
    }

    /** PostgreSQL quotes the whole row when it breaks a rule. */
    private void failing(String token) throws SQLException {
        PostgresUrl url = PostgresUrl.parse(sandbox.databaseUrl(temporary.resolve("data")));
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter table account add constraint staged_failure check (email = '') not valid");
        }
        Response failed = client.post("/accounts")
                .json(accountBody(EMAIL).put("userCode", USER_CODE + "b"))
                .await();
        assertTrue(failed.status() >= 500, failed.toString());
        client.get("/me").token(token).await();
    }
}
