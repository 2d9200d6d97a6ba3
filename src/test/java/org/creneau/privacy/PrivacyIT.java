package org.creneau.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients see of what is held about them, and what is left when they are erased; over HTTP, with two nodes. */
class PrivacyIT {

    private static final String PASSWORD = "abc12345";
    /** In everything that says who somebody is, so that it can be looked for everywhere. */
    private static final String MARK = "Qwzx";

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static TestNode otherNode;
    private static Backstage backstage;
    private static ContractClient client;

    /** Somebody with something in every table. */
    private record Person(String id, String userCode, String token, String refreshToken) {}

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        // Mails about bookings would be one more in some tables, a moment later.
        Map<String, String> quiet = Map.of("mail.bookings", "off");
        node = TestNode.start(database, redis, quiet);
        otherNode = TestNode.start(database, redis, quiet);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    private static Slot slot(int capacity) {
        return shown(offer.open(capacity));
    }

    private static Slot shown(Slot slot) {
        for (TestNode one : List.of(node, otherNode)) {
            Until.holds(() -> one.client().get("/slots/" + slot.id()).await().status() == 200);
        }
        return slot;
    }

    private static Person person() {
        String userCode = MARK + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        JsonArray questions = new JsonArray()
                .add(new JsonObject().put("question", "passe-temps").put("answer", "a"))
                .add(new JsonObject().put("question", "livre").put("answer", "b"));
        String id = client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", userCode)
                        .put("password", PASSWORD)
                        .put("email", MARK + "@example.org")
                        .put("securityQuestions", questions))
                .await()
                .expect(201)
                .getString("id");
        JsonObject tokens = logIn(userCode).expect(200);
        return new Person(id, userCode, tokens.getString("accessToken"), tokens.getString("refreshToken"));
    }

    /** Writes what other features would write. */
    private static Person registered() {
        Person person = person();
        offer.execute("""
                insert into registration (client_id, status_id, family_name, given_name, birth_date, sex, reference_number,
                    cic_number, email, country, street, apartment, postal_box, town, province, postal_code, home_phone,
                    work_phone, work_phone_extension, other_phone, fax, residence_in_quebec, french, intended_occupation,
                    source)
                values ('%1$s', 'resident-permanent', '%2$s1', '%2$s2', '1987-06-05', 'F', '%2$s%1$s', '%2$s3%1$s', '%2$s4', '%2$s5',
                    '%2$s6', '%2$s7', '%2$s8', '%2$s9', '%2$sa', '%2$sb', '%2$sc', '%2$sd', '%2$se', '%2$sf', '%2$sg', true, true,
                    '%2$sh', 'CLIENT');
                insert into registration_draft (client_id, steps) values ('%1$s', '{"identity": {"familyName": "%2$s"}}');
                insert into file_history (client_id, actor, source, change, details)
                    values ('%1$s', '%1$s', 'CLIENT', 'CONTACT', '{"town": "%2$s"}');
                insert into mail (id, kind, recipient, language, model, client_id, sent_at)
                    values (gen_random_uuid(), 'REGISTRATION_CONFIRMED', '%2$s@x', 'fr', '{"givenName": "%2$s"}', '%1$s', now());
                insert into mail (id, kind, recipient, language, model, client_id)
                    values (gen_random_uuid(), 'BOOKING_REMINDER', '%2$s@x', 'fr', '{"givenName": "%2$s"}', '%1$s');
                """.formatted(person.id(), MARK));
        return person;
    }

    private static Response logIn(String userCode) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", PASSWORD))
                .await();
    }

    private static String book(Person person, Slot slot) {
        return client.post("/bookings")
                .token(person.token())
                .key(MARK + UUID.randomUUID())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
    }

    private static Response erase(Person person, String password) {
        return client.post("/me/erasure")
                .token(person.token())
                .json(new JsonObject().put("currentPassword", password))
                .await();
    }

    private static JsonObject export(Person person) {
        return client.get("/me/data").token(person.token()).await().expect(200);
    }

    private static List<String> strings(JsonArray objects, String field) {
        return IntStream.range(0, objects.size())
                .mapToObj(i -> objects.getJsonObject(i).getString(field))
                .toList();
    }

    /** Everything that anybody could read in the database, table by table. */
    private static Map<String, String> dump() {
        return offer
                .rows("select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'")
                .stream()
                .map(row -> (String) row.get(0))
                .collect(Collectors.toMap(
                        table -> table,
                        table -> String.valueOf(
                                offer.rows("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                                        .get(0)
                                        .get(0))));
    }

    private static List<String> tablesWith(String text) {
        return dump().entrySet().stream()
                .filter(table -> table.getValue().contains(text))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static String state(String booking) {
        return (String) offer.rows("select state from booking where id = '" + booking + "'")
                .get(0)
                .get(0);
    }

    private static String erasure(Person person) {
        List<List<Object>> rows =
                offer.rows("select state from erasure_request where client_id = '" + person.id() + "'");
        return rows.isEmpty() ? "" : (String) rows.get(0).get(0);
    }

    @Test
    void everythingHeldIsShownToItsOwnerAndNoSecret() {
        Person somebodyElse = registered();
        Person person = registered();
        Slot slot = slot(3);
        String booking = book(person, slot);
        book(somebodyElse, slot);
        Response response = client.get("/me/data").token(person.token()).await();
        JsonObject data = response.expect(200);
        assertEquals("no-store", response.headers().get("Cache-Control"));
        assertEquals(person.id(), data.getJsonObject("client").getString("id"));
        assertEquals(person.userCode(), data.getJsonObject("account").getString("userCode"));
        assertEquals(List.of("passe-temps", "livre"), strings(data.getJsonArray("securityQuestions"), "question"));
        assertEquals(1, data.getJsonArray("sessions").size());
        JsonObject registration = data.getJsonObject("registration");
        assertEquals(MARK + "1", registration.getString("familyName"));
        assertEquals("1987-06-05", registration.getString("birthDate"));
        assertTrue(registration.getString("clientNumber").matches("\\d{5,}"));
        assertEquals("resident-permanent", registration.getString("status"));
        assertEquals(
                MARK,
                data.getJsonObject("draft")
                        .getJsonObject("steps")
                        .getJsonObject("identity")
                        .getString("familyName"));
        assertEquals(List.of("EXPORTED", "CONTACT", "ACCOUNT"), strings(data.getJsonArray("fileHistory"), "change"));
        assertEquals(List.of(booking), strings(data.getJsonArray("bookings"), "id"));
        JsonObject shown = data.getJsonArray("bookings").getJsonObject(0);
        assertEquals("clef", shown.getString("organisation"));
        assertEquals(List.of("BOOKED"), strings(shown.getJsonArray("history"), "toState"));
        assertEquals(2, data.getJsonArray("mails").size());
        assertEquals(List.of("DATA_EXPORTED"), strings(data.getJsonArray("accesses"), "action"));
        assertEquals(new JsonArray(), data.getJsonArray("truncated"));
        String text = data.encode();
        assertFalse(text.contains("argon2"), text);
        assertFalse(text.contains("digest"), text);
        assertFalse(text.contains(somebodyElse.id()), text);
        assertFalse(text.contains(somebodyElse.userCode()), text);
    }

    @Test
    void whichOfSomebodysPeopleBookedIsNotShown() {
        Person person = person();
        String booking = book(person, slot(1));
        String own = export(person).getJsonArray("bookings").getJsonObject(0).getString("requestKey");
        assertTrue(own.startsWith(MARK), own);
        UUID employee = UUID.randomUUID();
        offer.execute("update booking set request_key = 'book %s k1' where id = '%s'".formatted(employee, booking));
        JsonObject data = export(person);
        assertEquals(List.of(booking), strings(data.getJsonArray("bookings"), "id"));
        assertFalse(data.encode().contains(employee.toString()), data.encode());
    }

    @Test
    void aLongListIsCutAndSaysSo() {
        Person person = person();
        offer.execute("insert into file_history (client_id, actor, source, change) select '" + person.id() + "', '"
                + person.id() + "', 'CLIENT', 'CONTACT' from generate_series(1, " + ExportStore.MOST + ")");
        JsonObject data = export(person);
        assertEquals(ExportStore.MOST, data.getJsonArray("fileHistory").size());
        assertEquals(
                "EXPORTED", data.getJsonArray("fileHistory").getJsonObject(0).getString("change"));
        assertEquals(new JsonArray().add("fileHistory"), data.getJsonArray("truncated"));
    }

    @Test
    void exportsAreFew() {
        Person person = person();
        assertTrue(IntStream.range(0, 20)
                .mapToObj(i -> client.get("/me/data").token(person.token()).await())
                .anyMatch(response -> response.status() == 429));
    }

    @Test
    void theAccessLogIsShownInPages() {
        Person person = person();
        offer.execute("insert into audit_log (actor, actor_kind, organisation, client_id, action)"
                + " select gen_random_uuid(), 'PARTNER', 'clef', '" + person.id()
                + "', 'FILE_VIEWED' from generate_series(1, 3)");
        export(person);
        JsonObject first = client.get("/me/access-log?limit=2")
                .token(person.token())
                .await()
                .expect(200);
        assertEquals(List.of("DATA_EXPORTED", "FILE_VIEWED"), strings(first.getJsonArray("items"), "action"));
        assertEquals("clef", first.getJsonArray("items").getJsonObject(1).getString("organisation"));
        assertEquals("PARTNER", first.getJsonArray("items").getJsonObject(1).getString("by"));
        JsonObject second = client.get("/me/access-log?limit=2&cursor=" + first.getString("nextCursor"))
                .token(person.token())
                .await()
                .expect(200);
        assertEquals(2, second.getJsonArray("items").size());
        assertFalse(second.containsKey("nextCursor"));
        client.get("/me/access-log?cursor=x").token(person.token()).await().expect(400, "validation");
        assertEquals(
                0,
                client.get("/me/access-log")
                        .token(person().token())
                        .await()
                        .expect(200)
                        .getJsonArray("items")
                        .size());
    }

    @Test
    void anErasureNeedsThePassword() {
        Person person = registered();
        erase(person, "wrong123").expect(401, "bad-credentials");
        assertEquals("", erasure(person));
        client.get("/me").token(person.token()).await().expect(200);
        assertTrue(IntStream.range(0, 8)
                .mapToObj(i -> erase(person, "wrong123").code())
                .anyMatch("locked"::equals));
        assertEquals("", erasure(person));
    }

    @Test
    void nothingPersonalIsLeftAnywhere() {
        Person person = registered();
        String booking = book(person, slot(1));
        String number = registrationNumber(person);
        for (String table :
                List.of("account", "registration", "registration_draft", "file_history", "mail", "booking")) {
            assertTrue(tablesWith(MARK).contains(table), table); // the control: the search finds it
        }
        assertEquals("ERASED", erase(person, PASSWORD).expect(200).getString("state"));
        Map<String, String> left = dump();
        left.forEach((table, rows) -> {
            for (String personal : List.of(person.userCode(), MARK + person.id(), MARK + "3" + person.id())) {
                assertFalse(rows.contains(personal), () -> table + " still has " + personal);
            }
        });
        assertEquals(0, offer.count("select count(*) from registration where client_id = '" + person.id() + "'"));
        assertEquals(0, offer.count("select count(*) from registration_draft where client_id = '" + person.id() + "'"));
        for (String table : List.of("account", "file_history", "mail", "booking", "booking_history", "audit_log")) {
            assertEquals(
                    0,
                    offer.count("select count(*) from %s t where t::text like '%%%s%%' and t::text like '%%%s%%'"
                            .formatted(table, MARK, person.id())),
                    table);
        }
        assertEquals(
                List.of(List.of(Long.valueOf(number), "resident-permanent", 1987, true)),
                offer.rows("select client_number, status_id, birth_year, french from erased_client where client_id = '"
                        + person.id() + "'"));
        assertEquals("CANCELLED", state(booking));
        assertEquals(
                List.of(List.of("ACCOUNT"), List.of("CONTACT"), List.of("ERASED")),
                offer.rows("select change from file_history where client_id = '" + person.id() + "' order by id"));
        assertEquals(
                1,
                offer.count("select count(*) from mail where client_id = '" + person.id()
                        + "' and sent_at is not null and recipient = '' and model = '{}'"));
        assertEquals(1, offer.count("select count(*) from mail where client_id = '" + person.id() + "'"));
    }

    private static String registrationNumber(Person person) {
        return String.valueOf(offer.rows("select number from registration where client_id = '" + person.id() + "'")
                .get(0)
                .get(0));
    }

    @Test
    void tokensAreDeadAtOnceAndTheUserCodeIsFree() {
        Person person = registered();
        erase(person, PASSWORD).expect(200);
        client.get("/me").token(person.token()).await().expect(401, "unauthenticated");
        client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", person.refreshToken()))
                .await()
                .expect(401, "unauthenticated");
        logIn(person.userCode()).expect(401, "bad-credentials");
        Until.holds(() ->
                otherNode.client().get("/me").token(person.token()).await().status() == 401);
        JsonArray questions = new JsonArray()
                .add(new JsonObject().put("question", "passe-temps").put("answer", "a"))
                .add(new JsonObject().put("question", "livre").put("answer", "b"));
        JsonObject again = client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", person.userCode())
                        .put("password", PASSWORD)
                        .put("email", "somebody@example.org")
                        .put("securityQuestions", questions))
                .await()
                .expect(201);
        assertNotEquals(person.id(), again.getString("id"));
    }

    @Test
    void theSeatsGoToOthers() {
        Person person = registered();
        Person next = person();
        Slot slot = slot(1);
        book(person, slot);
        client.post("/bookings")
                .token(next.token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(409, "slot-full");
        erase(person, PASSWORD).expect(200);
        Until.holds(() -> client.post("/bookings")
                        .token(next.token())
                        .json(new JsonObject().put("slotId", slot.id().toString()))
                        .await()
                        .status()
                == 201);
        assertEquals(List.of(), backstage.differences(List.of(slot.id())));
    }

    @Test
    void whatCannotBeCancelledOnlineIsCancelledToo() {
        Person person = registered();
        String booking =
                book(person, shown(offer.add(Offer.BINDING, true, Duration.ofDays(3), Duration.ofHours(-1), 5)));
        assertEquals("ERASED", erase(person, PASSWORD).expect(200).getString("state"));
        assertEquals("CANCELLED", state(booking));
        assertEquals(
                1, offer.count("select count(*) from booking where id = '" + booking + "' and request_key is null"));
    }

    /** The process ended after the request was taken: before, between, or after the bookings were cancelled. */
    @Test
    void whatACrashLeftIsFinished() {
        Person before = registered();
        Person between = registered();
        String first = book(before, slot(1));
        String second = book(between, slot(1));
        String cancelled = "/bookings/" + second + "/cancel";
        client.post(cancelled).token(between.token()).await().expect(200);
        offer.execute("insert into erasure_request (client_id, requested_at) values ('" + before.id()
                + "', now() - interval '1 hour'), ('" + between.id() + "', now() - interval '1 hour')");
        for (Person person : List.of(before, between)) {
            Until.holds(() -> erasure(person).equals("ERASED"));
            assertEquals(0, offer.count("select count(*) from registration where client_id = '" + person.id() + "'"));
            Until.holds(() -> client.get("/me").token(person.token()).await().status() == 401);
        }
        assertEquals("CANCELLED", state(first));
        assertEquals("CANCELLED", state(second));
    }

    @Test
    void whatWasUnderWayDuringAnErasureEndsToo() {
        Person person = registered();
        erase(person, PASSWORD).expect(200);
        Slot slot = slot(1);
        UUID late = UUID.randomUUID();
        offer.execute("insert into booking (id, slot_id, seat, client_id, type_id, state, source) values ('" + late
                + "', '" + slot.id() + "', 0, '" + person.id() + "', 'session', 'BOOKED', 'CLIENT');"
                + " insert into booking_history (booking_id, actor, source, to_state) values ('" + late + "', '"
                + person.id() + "', 'CLIENT', 'BOOKED')");
        Until.holds(() -> state(late.toString()).equals("CANCELLED"));
        offer.execute("insert into mail (id, kind, recipient, language, model, client_id) values ('" + late
                + "', 'BOOKING_CANCELLED', 'somebody@example.org', 'fr', '{}', '" + person.id() + "')");
        Until.holds(() -> offer.count("select count(*) from mail where id = '" + late + "'") == 0);
    }

    @Test
    void anErasureIsPutAwayWithItsAccountWhenItsSessionsAreForgotten() {
        Person person = registered();
        erase(person, PASSWORD).expect(200);
        offer.execute("update erasure_request set requested_at = requested_at - interval '1 hour',"
                + " erased_at = erased_at - interval '1 hour' where client_id = '" + person.id() + "'");
        offer.execute("delete from session where account_id = (select id from account where client_id = '" + person.id()
                + "')");
        Until.holds(() -> erasure(person).equals("CLOSED"));
        assertEquals(0, offer.count("select count(*) from account where client_id = '" + person.id() + "'"));
        assertEquals(
                1,
                offer.count("select count(*) from audit_log where action = 'ERASED' and client_id = '" + person.id()
                        + "'"));
    }

    @Test
    void whoIsErasedMayRegisterAgain() {
        Person person = registered();
        erase(person, PASSWORD).expect(200);
        // What the register says about two people with one number stands in its unique indexes.
        Person again = person();
        offer.execute("""
                insert into registration (client_id, status_id, family_name, given_name, birth_date, sex, reference_number,
                    email, country, street, town, home_phone, residence_in_quebec, french, source)
                values ('%s', 'resident-permanent', 'a', 'b', '1987-06-05', 'F', '%s', 'e', 'CA', 's', 't', 'p', true, true,
                    'CLIENT')""".formatted(again.id(), MARK + person.id()));
        assertEquals(
                MARK + person.id(), export(again).getJsonObject("registration").getString("referenceNumber"));
    }
}
