package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.KeyHolder;
import org.creneau.testkit.People;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.TokenDesk;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on servers that are configured, beside a service that runs on the same ones. */
class CommandsIT {

    @TempDir
    private static Path temporary;

    private static Vertx vertx;
    private static String database;
    private static Sandbox sandbox;
    private static Running node;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestServers.newDatabase();
        sandbox = new Sandbox(temporary)
                .with("CRENEAU_DATABASE_URL", database)
                .with("CRENEAU_REDIS_URL", TestServers.newRedis())
                .with("CRENEAU_ALLOW_SEED", "true");
        node = sandbox.serve();
        client = ContractClient.create(vertx, node.httpPort());
    }

    @AfterAll
    static void end() {
        client.close();
        try (Sandbox closing = sandbox) {
            assertEquals(0, node.terminate().exitCode());
            assertEquals(List.of(), closing.servers());
        } finally {
            Await.of(vertx.close());
        }
    }

    @Test
    void whatIsSeededCanBeBookedMovedAndCancelled() {
        Seeded seeded = seed(Map.of(), 3, 2, 2);
        seeded.slots.forEach(CommandsIT::awaitOpen);
        String first = seeded.slots.get(0);
        String second = seeded.slots.get(1);
        String booking = book(seeded.tokens.get(0), first).expect(201).getString("id");
        book(seeded.tokens.get(1), first).expect(201);
        book(seeded.tokens.get(2), first).expect(409, "slot-full");
        String moved = client.post("/bookings/" + booking + "/reschedule")
                .token(seeded.tokens.get(0))
                .json(new JsonObject().put("slotId", second))
                .await()
                .expect(200)
                .getString("id");
        JsonObject cancelled = client.post("/bookings/" + moved + "/cancel")
                .token(seeded.tokens.get(0))
                .await()
                .expect(200);
        assertEquals("CANCELLED", cancelled.getString("state"));
        // The seat that was moved away from is free for somebody.
        Until.holds(() -> book(seeded.tokens.get(2), first).status() == 201);
        Ended check = sandbox.run("check");
        assertEquals(List.of(), check.output());
        assertEquals(0, check.exitCode());
    }

    @Test
    void employeesAreAddedListedAndLetGo() {
        addOrganisation("bureau", "MINISTRY");
        String one = People.newUserCode();
        String other = People.newUserCode();
        People.create(client, one);
        People.create(client, other);
        Ended added = sandbox.run("staff", "add", "--user-code=" + one, "--organisation=bureau", "--role=manager");
        assertEquals(0, added.exitCode(), added.toString());
        assertEquals(List.of(one + " bureau MANAGER"), added.output());
        assertEquals(
                0,
                sandbox.run("staff", "add", "--user-code=" + other, "--organisation=bureau")
                        .exitCode());
        assertEquals(
                1,
                sandbox.run("staff", "add", "--user-code=nobody12", "--organisation=bureau")
                        .exitCode());
        String token = People.logIn(client, one, People.PASSWORD).expect(200).getString("accessToken");
        client.get("/staff/members").token(token).await().expect(200);
        assertEquals(
                List.of(one + " bureau MANAGER", other + " bureau AGENT"),
                sandbox.run("staff", "list").output().stream()
                        .sorted(Comparator.comparing(line -> line.endsWith("AGENT")))
                        .toList());
        Ended last = sandbox.run("staff", "remove", "--user-code=" + one);
        assertEquals(1, last.exitCode(), last.toString());
        assertTrue(last.lastError().contains("the ministry keeps one manager at least"), last.lastError());
        assertEquals(0, sandbox.run("staff", "remove", "--user-code=" + other).exitCode());
        assertEquals(
                List.of(one + " bureau MANAGER"), sandbox.run("staff", "list").output());
    }

    @Test
    void anOrganisationIsAddedOnceAndByTheRules() {
        Ended added = addOrganisation("accueil", "PARTNER", "--phone=514 555-0100");
        assertEquals(List.of("accueil PARTNER"), added.output());
        assertTrue(
                sandbox.run("organisation", "list").output().contains("accueil PARTNER"),
                "it is among the others' ones");
        for (String[] refused : List.of(
                new String[] {"accueil", "--name-fr=x", "--kind=MINISTRY", "there is an organisation of this id already"
                },
                new String[] {"No-Slug", "--name-fr=x", "--kind=PARTNER", "an id is up to 64 lower-case letters"},
                new String[] {"rien", "--name-fr=", "--kind=PARTNER", "name/fr: too-short"},
                new String[] {"rien", "--name-fr=" + "x".repeat(5_001), "--kind=PARTNER", "name/fr: too-long"})) {
            Ended ended = sandbox.run("organisation", "add", refused[0], refused[1], "--name-en=x", refused[2]);
            assertEquals(1, ended.exitCode(), ended.toString());
            assertEquals(List.of(), ended.output());
            assertTrue(ended.lastError().contains(refused[3]), ended.lastError());
            assertTrue(ended.lastError().endsWith("; nothing was done"), ended.lastError());
        }
        List<String> all = sandbox.run("organisation", "list").output();
        assertTrue(all.contains("accueil PARTNER"), "it is as it was: " + all);
        assertTrue(all.stream().noneMatch(line -> line.startsWith("rien")), all.toString());
    }

    private static Ended addOrganisation(String id, String kind, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("organisation", "add", id, "--name-fr=Organisme", "--name-en=Organisation", "--kind=" + kind));
        arguments.addAll(List.of(more));
        Ended added = sandbox.run(arguments.toArray(String[]::new));
        assertEquals(0, added.exitCode(), added.toString());
        return added;
    }

    @Test
    void seedRefusesWhatItCannotDo() {
        Ended unwritable = sandbox.run(
                "seed", "--clients=1", "--slots=1", "--capacity=1", "--opens-in=0", "--tokens=/dev/null/tokens");
        assertEquals(2, unwritable.exitCode(), unwritable.toString());
        assertTrue(
                unwritable.lastError().startsWith("--tokens: /dev/null/tokens cannot be written"),
                unwritable.toString());
        assertEquals(List.of(), unwritable.output());
        Ended forbidden = sandbox.run(
                Map.of("CRENEAU_ALLOW_SEED", "false"),
                "seed",
                "--clients=1",
                "--slots=1",
                "--capacity=1",
                "--opens-in=0",
                "--tokens=tokens");
        assertEquals(2, forbidden.exitCode());
        assertTrue(forbidden.lastError().startsWith("allowSeed (CRENEAU_ALLOW_SEED)"), forbidden.lastError());
    }

    @Test
    void partnersAreLetInAndShutOutWhileTheServiceRuns() throws IOException {
        addOrganisation("clef", "PARTNER");
        Ended added = sandbox.run("partner", "add", "--organisation=clef", "--name=Accueil", "--scopes=clients,events");
        assertEquals(0, added.exitCode(), added.toString());
        String id = value(added.output().get(0), "client_id: ");
        String secret = value(added.output().get(1), "client_secret: ");
        TokenDesk desk = new TokenDesk(node.httpPort());
        String token = desk.ask(id, secret).token();
        assertEquals(404, asPartner(token));
        String list = String.join("\n", sandbox.run("partner", "list").output());
        assertTrue(list.contains("system " + id + " of clef: Accueil; clients events"), list);
        assertTrue(!list.contains(secret), list);
        Ended rotated = sandbox.run("partner", "rotate", id, "--overlap-minutes=0");
        assertEquals(0, rotated.exitCode(), rotated.toString());
        Until.holds(() -> asPartner(token) == 401);
        String other = value(rotated.output().get(1), "client_secret: ");
        assertEquals(401, desk.ask(id, secret).status());
        String secondToken = desk.ask(id, other).token();
        Path key = Files.writeString(
                temporary.resolve("key.pem"), KeyHolder.rsa(2048).publicPem());
        Path noKey = Files.writeString(temporary.resolve("no-key.pem"), "no key");
        Ended taken = sandbox.run("partner", "rotate", id, "--public-key=" + key);
        assertEquals(List.of("client_id: " + id), taken.output(), taken.toString());
        String after = String.join("\n", sandbox.run("partner", "list").output());
        assertTrue(after.contains("\n  public key "), after);
        Ended disabled = sandbox.run("partner", "disable", id);
        assertEquals(0, disabled.exitCode(), disabled.toString());
        assertTrue(disabled.output().get(0).contains("; disabled since "), disabled.toString());
        Until.holds(() -> asPartner(secondToken) == 401);
        for (String[] refused : List.of(
                new String[] {"partner", "rotate", id},
                new String[] {"partner", "disable", UUID.randomUUID().toString()},
                new String[] {"partner", "revoke", id, UUID.randomUUID().toString()},
                new String[] {"partner", "add", "--organisation=clef", "--name=x", "--public-key=" + noKey},
                new String[] {"partner", "add", "--organisation=nobody", "--name=x"})) {
            Ended ended = sandbox.run(refused);
            assertEquals(1, ended.exitCode(), ended.toString());
            assertEquals(List.of(), ended.output());
            assertTrue(ended.lastError().endsWith("; nothing was done"), ended.lastError());
        }
    }

    private static int asPartner(String token) {
        return client.get("/partner/clients/" + UUID.randomUUID())
                .token(token)
                .await()
                .status();
    }

    private static String value(String line, String name) {
        assertTrue(line.startsWith(name), line);
        return line.substring(name.length());
    }

    @Test
    void checkFindsWhatIsBroken() {
        String broken = TestServers.newDatabase();
        // It needs no Redis.
        Map<String, String> environment = Map.of("CRENEAU_DATABASE_URL", broken, "CRENEAU_REDIS_URL", "");
        Ended clean = sandbox.run(environment, "check");
        assertEquals(0, clean.exitCode(), clean.toString());
        assertEquals(List.of(), clean.output());
        TestServers.execute(broken, "drop index booking_seat");
        Ended found = sandbox.run(environment, "check");
        assertEquals(1, found.exitCode(), found.toString());
        assertEquals(List.of("the unique indexes stand: index booking_seat is missing or invalid"), found.output());
    }

    @Test
    void migrateIsNeededWhenTheServiceMayNotDoItItself() {
        String name = "empty_" + UUID.randomUUID().toString().replace("-", "");
        TestServers.execute(database, "create database " + name);
        String empty = database.substring(0, database.lastIndexOf('/') + 1) + name;
        Map<String, String> environment = Map.of("CRENEAU_DATABASE_URL", empty, "CRENEAU_MIGRATE", "false");
        Ended refused = sandbox.run(environment);
        assertEquals(2, refused.exitCode(), refused.toString());
        assertTrue(
                refused.lastError().startsWith("database.url (CRENEAU_DATABASE_URL): the schema of"),
                refused.lastError());
        assertTrue(refused.lastError().contains("run `creneau migrate`"), refused.lastError());
        Ended migrated = sandbox.run(environment, "migrate");
        assertEquals(0, migrated.exitCode(), migrated.toString());
        assertEquals(1, migrated.output().size());
        assertTrue(migrated.output().get(0).matches("[1-9][0-9]* migrations applied"), migrated.toString());
        assertEquals(
                List.of("0 migrations applied"),
                sandbox.run(environment, "migrate").output());
    }

    @Test
    void importTellsWhatItDidOrWhatIsWrong() throws IOException {
        Path persons = sandbox.folder().resolve("persons.csv");
        Files.writeString(
                persons, "referenceNumber,familyName,givenName,birthDate,sex\nI1234567,Nguyễn,Thị,1980-10-01,F\n");
        Ended dry = sandbox.run("import", "--dry-run", "--persons", persons.toString());
        Ended first = sandbox.run("import", "--persons", persons.toString());
        for (Ended ended : List.of(dry, first)) {
            assertEquals(0, ended.exitCode(), ended.toString());
            assertEquals(
                    List.of("persons: 1 read, 1 new, 0 changed", "accounts: 0 read, 0 new, 0 authorization codes sent"),
                    ended.output());
        }
        assertEquals(
                "persons: 1 read, 0 new, 0 changed",
                sandbox.run("import", "--persons", persons.toString()).output().get(0));
        Files.writeString(persons, Sandbox.text(persons).replace("1980-10-01", "1980"));
        Ended wrong = sandbox.run("import", "--persons", persons.toString());
        assertEquals(1, wrong.exitCode(), wrong.toString());
        assertEquals(List.of("persons.csv line 2, birthDate: must be a date such as 1980-10-01"), wrong.output());
        Ended missing = sandbox.run("import", "--accounts", "/no/such/file.csv");
        assertEquals(2, missing.exitCode(), missing.toString());
        assertTrue(missing.lastError().contains("/no/such/file.csv cannot be read"), missing.lastError());
        assertEquals(List.of(), missing.output());
    }

    @Test
    void reconcileTellsAndMendsWhatDiffers() {
        // A service of its own that ends before: a running one would mend it first.
        String url = TestServers.newRedis();
        Map<String, String> environment =
                Map.of("CRENEAU_DATABASE_URL", TestServers.newDatabase(), "CRENEAU_REDIS_URL", url);
        Seeded seeded = seed(environment, 1, 1, 3);
        Running other = new Running(sandbox.start(environment)).awaitReady();
        String slot = seeded.slots.get(0);
        try (ContractClient there = ContractClient.create(vertx, other.httpPort())) {
            there.post("/bookings")
                    .token(seeded.tokens.get(0))
                    .json(new JsonObject().put("slotId", slot))
                    .await()
                    .expect(201);
        } finally {
            assertEquals(0, other.terminate().exitCode());
        }
        assertReconciled(environment);
        String key = "creneau:slot:{" + slot + "}";
        redis(url, Request.cmd(Command.HDEL).arg(key).arg("s0"));
        redis(url, Request.cmd(Command.HSET).arg(key).arg("left").arg("1"));
        Ended dry = sandbox.run(environment, "reconcile");
        assertEquals(1, dry.exitCode(), dry.toString());
        assertEquals(2, dry.output().size(), dry.toString());
        String words = String.join("\n", dry.output());
        assertTrue(
                words.contains("slot " + slot + ": seat 0: taken by booking ") && words.contains("free in Redis"),
                words);
        assertTrue(
                words.contains("slot " + slot + ": counters: 1 left and 0 leases in Redis, where 3 seats are free"),
                words);
        Ended repair = sandbox.run(environment, "reconcile", "--repair");
        assertEquals(0, repair.exitCode(), repair.toString());
        assertEquals(dry.output(), repair.output());
        assertReconciled(environment);
    }

    private static void assertReconciled(Map<String, String> environment) {
        Ended clean = sandbox.run(environment, "reconcile");
        assertEquals(0, clean.exitCode(), clean.toString());
        assertEquals(List.of(), clean.output());
    }

    private record Seeded(List<String> slots, List<String> tokens) {}

    private static Seeded seed(Map<String, String> environment, int clients, int slots, int capacity) {
        Path tokens = sandbox.folder().resolve("tokens-" + UUID.randomUUID());
        Ended ended = sandbox.run(
                environment,
                "seed",
                "--clients",
                String.valueOf(clients),
                "--slots",
                String.valueOf(slots),
                "--capacity",
                String.valueOf(capacity),
                "--opens-in",
                "0",
                "--tokens",
                tokens.toString());
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(slots, ended.output().size());
        // Nothing else on standard output: each line is an id, or this fails.
        ended.output().forEach(UUID::fromString);
        assertTrue(Files.exists(tokens));
        List<String> lines = Sandbox.text(tokens).lines().toList();
        assertEquals(clients, lines.size());
        return new Seeded(ended.output(), lines);
    }

    private static void awaitOpen(String slot) {
        Until.holds(() -> {
            ContractClient.Response response = client.get("/slots/" + slot).await();
            return response.status() == 200 && "OPEN".equals(response.json().getString("status"));
        });
    }

    private static ContractClient.Response book(String token, String slot) {
        return client.post("/bookings")
                .token(token)
                .json(new JsonObject().put("slotId", slot))
                .await();
    }

    private static void redis(String url, Request command) {
        Redis connection = Redis.createClient(vertx, url);
        Await.of(connection.send(command).eventually(() -> {
            connection.close();
            return Future.succeededFuture();
        }));
    }
}
