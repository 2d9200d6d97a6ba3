package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who becomes an employee, and who lets whom go; over HTTP, with two nodes. */
class EmployeesIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static TestNode otherNode;
    private static Backstage backstage;
    private static ContractClient client;

    private record Employee(String id, String userCode, String token, String refreshToken) {}

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        otherNode = TestNode.start(database, redis);
        client = node.client();
        offer.execute(
                "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @AfterEach
    void letEverybodyGo() {
        offer.execute("delete from staff_member");
    }

    /** An employee who has just logged in. */
    private static Employee employ(String organisation, String role) {
        String userCode = People.newUserCode();
        UUID id = People.create(client, userCode);
        offer.execute("insert into staff_member (client_id, organisation_id, role) values ('%s', '%s', '%s')"
                .formatted(id, organisation, role));
        return logIn(id.toString(), userCode);
    }

    private static Employee logIn(String id, String userCode) {
        JsonObject tokens = People.logIn(client, userCode, People.PASSWORD).expect(200);
        return new Employee(id, userCode, tokens.getString("accessToken"), tokens.getString("refreshToken"));
    }

    private static Employee refreshed(Employee employee) {
        JsonObject tokens = client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", employee.refreshToken()))
                .await()
                .expect(200);
        return new Employee(
                employee.id(), employee.userCode(), tokens.getString("accessToken"), tokens.getString("refreshToken"));
    }

    private static Response add(Employee by, String userCode, String organisation, String role) {
        return client.post("/staff/members")
                .token(by.token())
                .json(new JsonObject()
                        .put("userCode", userCode)
                        .put("organisation", organisation)
                        .put("role", role))
                .await();
    }

    private static Response changeRole(Employee by, String id, String role) {
        return client.post("/staff/members/" + id + "/role")
                .token(by.token())
                .json(new JsonObject().put("role", role))
                .await();
    }

    private static ContractClient.Request removal(Employee by, String id) {
        return client.post("/staff/members/" + id + "/remove").token(by.token());
    }

    private static List<String> seen(Employee by, String query) {
        return client.get("/staff/members" + query).token(by.token()).await().expect(200).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("userCode"))
                .sorted()
                .toList();
    }

    private static void assertShutOut(Employee employee) {
        client.get("/me").token(employee.token()).await().expect(401, "unauthenticated");
        Until.holds(() ->
                otherNode.client().get("/me").token(employee.token()).await().status() == 401);
        client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", employee.refreshToken()))
                .await()
                .expect(401, "unauthenticated");
    }

    private static List<Object> audited(String id) {
        return offer.rows("select action from audit_log where client_id = '" + id + "' order by id").stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static String error(Response response, String pointer) {
        JsonObject error =
                response.expect(400, "validation").getJsonArray("errors").getJsonObject(0);
        assertEquals(pointer, error.getString("pointer"));
        return error.getString("code");
    }

    @Test
    void whoIsMadeAnEmployeeIsOneFromTheNextRefreshOn() {
        Employee manager = employ("bureau", "MANAGER");
        String userCode = People.newUserCode();
        String id = People.create(client, userCode).toString();
        Employee before = logIn(id, userCode);
        client.get("/staff/members").token(before.token()).await().expect(403, "forbidden");
        JsonObject added = add(manager, userCode.toUpperCase(java.util.Locale.ROOT), "clef", "MANAGER")
                .expect(201);
        assertEquals(id, added.getString("id"));
        assertEquals(userCode, added.getString("userCode"));
        client.get("/me").token(before.token()).await().expect(200);
        client.get("/staff/members").token(before.token()).await().expect(403, "forbidden");
        Employee after = refreshed(before);
        assertEquals(List.of(userCode), seen(after, ""));
        assertEquals(List.of(userCode), seen(logIn(id, userCode), ""));
        assertEquals(List.of("EMPLOYED"), audited(id));
        add(manager, userCode, "clef", "AGENT").expect(409, "already-employed");
        add(manager, userCode, "autre", "AGENT").expect(409, "already-employed");
    }

    @Test
    void aRoleThatChangesEndsTheSessions() {
        Employee manager = employ("bureau", "MANAGER");
        Employee agent = employ("clef", "AGENT");
        client.get("/staff/members").token(agent.token()).await().expect(403, "forbidden");
        assertEquals(
                "MANAGER",
                changeRole(manager, agent.id(), "MANAGER").expect(200).getString("role"));
        assertShutOut(agent);
        Employee promoted = logIn(agent.id(), agent.userCode());
        client.get("/staff/members").token(promoted.token()).await().expect(200);
        // What is so already changes nothing.
        changeRole(manager, agent.id(), "MANAGER").expect(200);
        client.get("/staff/members").token(promoted.token()).await().expect(200);
        assertEquals(List.of("ROLE_CHANGED"), audited(agent.id()));
    }

    @Test
    void whoIsLetGoIsAClientAgain() {
        Employee manager = employ("clef", "MANAGER");
        Employee agent = employ("clef", "AGENT");
        assertEquals(204, removal(manager, agent.id()).await().status());
        assertShutOut(agent);
        Employee former = logIn(agent.id(), agent.userCode());
        client.get("/me").token(former.token()).await().expect(200);
        client.get("/staff/members").token(former.token()).await().expect(403, "forbidden");
        removal(manager, agent.id()).await().expect(404, "not-found");
        assertEquals(List.of("DISMISSED"), audited(agent.id()));
        assertEquals(
                List.of(List.of("STAFF", "clef", UUID.fromString(manager.id()))),
                offer.rows("select actor_kind, organisation, actor from audit_log where client_id = '" + agent.id()
                        + "'"));
    }

    /** Anybody's user code may be typed there, so it must not log anybody out. */
    @Test
    void beingTakenOnAndLetGoEndsNoSessionThatSaysNoRole() {
        Employee manager = employ("clef", "MANAGER");
        String userCode = People.newUserCode();
        String id = People.create(client, userCode).toString();
        Employee untouched = logIn(id, userCode);
        Employee inUse = logIn(id, userCode);
        offer.execute("update refresh_token set created_at = created_at - interval '1 hour' where session_id in"
                + " (select session.id from session join account on account.id = session.account_id"
                + " where account.client_id = '" + id + "')");
        add(manager, userCode, "clef", "AGENT").expect(201);
        Employee agent = refreshed(inUse);
        assertEquals(204, removal(manager, id).await().status());
        assertShutOut(agent);
        client.get("/me").token(untouched.token()).await().expect(200);
        client.get("/me").token(refreshed(untouched).token()).await().expect(200);
    }

    @Test
    void managersManageTheirOwnPeopleAndTheMinistrysEverybody() {
        Employee ministry = employ("bureau", "MANAGER");
        Employee manager = employ("clef", "MANAGER");
        Employee agent = employ("clef", "AGENT");
        Employee stranger = employ("autre", "AGENT");
        assertEquals(4, seen(ministry, "").size());
        assertEquals(List.of(stranger.userCode()), seen(ministry, "?organisation=autre"));
        assertEquals(
                java.util.stream.Stream.of(manager.userCode(), agent.userCode())
                        .sorted()
                        .toList(),
                seen(manager, ""));
        assertEquals(List.of(), seen(manager, "?organisation=autre"));
        changeRole(manager, stranger.id(), "MANAGER").expect(404, "not-found");
        removal(manager, stranger.id()).await().expect(404, "not-found");
        removal(manager, ministry.id()).await().expect(404, "not-found");
        String userCode = People.newUserCode();
        People.create(client, userCode);
        assertEquals("organisation-unknown", error(add(manager, userCode, "autre", "AGENT"), "/organisation"));
        assertEquals("organisation-unknown", error(add(manager, userCode, "bureau", "AGENT"), "/organisation"));
        assertEquals("organisation-unknown", error(add(ministry, userCode, "nowhere", "AGENT"), "/organisation"));
        assertEquals("user-code-unknown", error(add(manager, People.newUserCode(), "clef", "AGENT"), "/userCode"));
        add(manager, userCode, "clef", "AGENT").expect(201);
    }

    @Test
    void longListsComeInPages() {
        Employee manager = employ("clef", "MANAGER");
        IntStream.range(0, 2).forEach(i -> employ("clef", "AGENT"));
        JsonObject first = client.get("/staff/members?limit=2")
                .token(manager.token())
                .await()
                .expect(200);
        JsonObject second = client.get("/staff/members?limit=2&cursor=" + first.getString("nextCursor"))
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(2, first.getJsonArray("items").size());
        assertEquals(1, second.getJsonArray("items").size());
        assertTrue(!second.containsKey("nextCursor"));
        assertEquals(
                "invalid-cursor",
                error(
                        client.get("/staff/members?cursor=zzz")
                                .token(manager.token())
                                .await(),
                        "?cursor"));
    }

    @Test
    void whoBecomesAnEmployeeOrIsOneNoLongerIsToldByMail() {
        Employee manager = employ("bureau", "MANAGER");
        String userCode = People.newUserCode();
        String id = People.create(client, userCode).toString();
        add(manager, userCode, "clef", "AGENT").expect(201);
        add(manager, userCode, "clef", "AGENT").expect(409, "already-employed");
        changeRole(manager, id, "MANAGER").expect(200);
        changeRole(manager, id, "MANAGER").expect(200);
        changeRole(manager, manager.id(), "AGENT").expect(409, "last-manager");
        assertEquals(204, removal(manager, id).await().status());
        assertEquals(
                List.of(told("AGENT", userCode), told("MANAGER", userCode), told("NONE", userCode)),
                offer.rows("""
                        select model ->> 'role', model ->> 'organisation', model ->> 'userCode', recipient from mail
                        where kind = 'ROLE_CHANGED' and client_id = '%s' order by id""".formatted(id)));
        assertEquals(
                List.of(),
                offer.rows("select id from mail where kind = 'ROLE_CHANGED' and client_id = '" + manager.id() + "'"));
    }

    private static List<Object> told(String role, String userCode) {
        return List.of(role, "La Clef", userCode, userCode + "@example.org");
    }

    @Test
    void theMinistryKeepsAManager() {
        Employee manager = employ("bureau", "MANAGER");
        employ("bureau", "AGENT");
        employ("clef", "MANAGER");
        changeRole(manager, manager.id(), "AGENT").expect(409, "last-manager");
        removal(manager, manager.id()).await().expect(409, "last-manager");
        client.post("/me/erasure")
                .token(manager.token())
                .json(new JsonObject().put("currentPassword", People.PASSWORD))
                .await()
                .expect(409, "last-manager");
        assertEquals(200, client.get("/me").token(manager.token()).await().status());
        Employee other = employ("bureau", "MANAGER");
        assertEquals(204, removal(manager, manager.id()).await().status());
        changeRole(other, other.id(), "AGENT").expect(409, "last-manager");
    }

    @Test
    void ofTwoManagersWhoLetEachOtherGoOneStays() {
        assertEquals(List.of(204, 409), letEachOtherGo());
        assertEquals(1, managers());
    }

    /** The control: without the row by which they take turns, both are gone. */
    @Test
    void withoutTurnsBothWouldBeGone() {
        offer.execute("delete from staff_roster");
        try {
            assertEquals(List.of(204, 204), letEachOtherGo());
            assertEquals(0, managers());
        } finally {
            offer.execute("insert into staff_roster (changes) values (0)");
        }
    }

    private static List<Integer> letEachOtherGo() {
        Employee one = employ("bureau", "MANAGER");
        Employee other = employ("bureau", "MANAGER");
        offer.execute("""
                create or replace function slowly_gone() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(1);
                    return old;
                end $$;
                create trigger slowly_gone before delete on staff_member for each row execute function slowly_gone()""");
        try {
            Future<Response> first = removal(one, other.id()).send();
            Future<Response> second = removal(other, one.id()).send();
            return java.util.stream.Stream.of(first, second)
                    .map(answer -> Await.of(answer).status())
                    .sorted()
                    .toList();
        } finally {
            offer.execute("drop trigger slowly_gone on staff_member");
        }
    }

    private static long managers() {
        return (Long) offer.rows("select count(*) from staff_member where role = 'MANAGER'")
                .get(0)
                .get(0);
    }
}
