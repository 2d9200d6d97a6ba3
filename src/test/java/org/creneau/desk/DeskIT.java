package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.config.SettingsLoader;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Registered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What employees see of clients and do for them, and what clients learn of it; over HTTP. */
class DeskIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static final People people = new People(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;
    private static TestClient agent;
    private static TestClient ministry;
    private static TestClient manager;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        // Out of the way of the numbers that people have here.
        offer.execute("alter sequence client_number restart with 500000");
        node = TestNode.start(database, redis);
        client = node.client();
        agent = backstage.employee("clef", false, false);
        ministry = backstage.employee("bureau", true, false);
        manager = backstage.employee("bureau", true, true);
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    private static Slot shown(Slot slot) {
        Until.holds(() -> client.get("/slots/" + slot.id()).await().status() == 200);
        return slot;
    }

    private static Request get(TestClient by, String path) {
        return client.get(path).token(by.token());
    }

    private static Request post(TestClient by, String path) {
        return client.post(path).token(by.token());
    }

    private static JsonObject slotId(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static List<String> found(TestClient by, String... criteria) {
        return field(find(by, criteria).expect(200), "id");
    }

    private static Response find(TestClient by, String... criteria) {
        JsonObject body = new JsonObject();
        for (int i = 0; i < criteria.length; i += 2) {
            body.put(criteria[i], criteria[i + 1]);
        }
        return post(by, "/staff/clients/search").json(body).await();
    }

    private static List<String> field(JsonObject page, String field) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString(field))
                .toList();
    }

    private static List<List<Object>> audited(UUID clientId) {
        return offer.rows("select actor_kind, organisation, action from audit_log where client_id = '" + clientId
                + "' order by id");
    }

    private static String error(Response response, String pointer) {
        JsonObject error =
                response.expect(400, "validation").getJsonArray("errors").getJsonObject(0);
        assertEquals(pointer, error.getString("pointer"));
        return error.getString("code");
    }

    private static List<List<Object>> history(String booking) {
        return offer.rows(
                "select actor, source, to_state from booking_history where booking_id = '" + booking + "' order by id");
    }

    /** A registered client who can act, and who lets La Clef use the file if wanted. */
    private static TestClient registered(boolean consenting) {
        TestClient who = backstage.client();
        backstage.register(who, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        if (consenting) {
            backstage.consent(who.id(), "clef");
        }
        return who;
    }

    @Test
    void clientsAreFoundByWhatTheySay() {
        Registered person = people.register(true);
        String id = person.clientId().toString();
        String number = String.valueOf(person.number());
        String reference = Objects.requireNonNull(person.referenceNumber());
        assertEquals(List.of(id), found(ministry, "clientNumber", number));
        assertEquals(List.of(id), found(ministry, "referenceNumber", reference));
        assertEquals(List.of(id), found(ministry, "referenceNumber", reference.toLowerCase(java.util.Locale.ROOT)));
        assertEquals(List.of(id), found(ministry, "email", person.email().toUpperCase(java.util.Locale.ROOT)));
        assertEquals(
                List.of(id),
                found(
                        ministry,
                        "familyName",
                        "D’ÉGLISE",
                        "givenName",
                        "helene anais" + person.givenName().substring("Hélène-Anaïs".length()),
                        "birthDate",
                        Registered.BIRTH_DATE));
        assertEquals(List.of(), found(ministry, "clientNumber", number, "familyName", "Somebody"));
        assertEquals(List.of(), found(ministry, "clientNumber", number, "birthDate", "1990-01-01"));
        assertEquals(List.of(), found(ministry, "clientNumber", "999999999999999999"));
        JsonObject match = find(ministry, "clientNumber", number)
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals(number, match.getString("clientNumber"));
        assertEquals("D'Église", match.getString("familyName"));
        assertEquals(Registered.BIRTH_DATE, match.getString("birthDate"));
    }

    @Test
    void byTheAddressOfTheAccountToo() {
        String userCode = People.newUserCode();
        UUID id = People.create(client, userCode);
        people.register(new Registered(id, 77_000_001L, null, "Anne", "Compte", "autre@example.org"));
        assertEquals(List.of(id.toString()), found(ministry, "email", userCode + "@example.org"));
    }

    @Test
    void whatCouldMeanManyIsRefusedAndTheListIsShort() {
        assertEquals("criteria-too-vague", error(find(ministry), ""));
        assertEquals("criteria-too-vague", error(find(ministry, "familyName", "Tremblay"), ""));
        assertEquals("criteria-too-vague", error(find(ministry, "birthDate", "1980-01-01", "givenName", "Luc"), ""));
        IntStream.range(0, 21).forEach(i -> {
            TestClient one = backstage.client();
            people.register(
                    new Registered(one.id(), 88_000_000L + i, null, "Luc", "Tremblay", "t" + i + "@example.org"));
        });
        JsonObject many = find(ministry, "familyName", "tremblay", "birthDate", Registered.BIRTH_DATE)
                .expect(200);
        assertEquals(20, many.getJsonArray("items").size());
        assertTrue(many.getBoolean("more"));
    }

    @Test
    void organisationsFindWhoHasConsentedAndClientsSeeWhoFoundThem() {
        TestClient who = registered(false);
        String number = String.valueOf(people.count("select number from registration where client_id = ?", who.id()));
        assertEquals(List.of(), found(agent, "clientNumber", number));
        assertEquals(List.of(), audited(who.id()), "who is not shown was not seen");
        backstage.consent(who.id(), "clef");
        assertEquals(List.of(who.id().toString()), found(agent, "clientNumber", number));
        offer.execute("update consent set withdrawn_at = clock_timestamp() where client_id = '" + who.id() + "'");
        assertEquals(List.of(), found(agent, "clientNumber", number));
        JsonObject access = get(who, "/me/access-log").await().expect(200);
        assertEquals(List.of("CLIENTS_SEARCHED"), field(access, "action"));
        assertEquals(List.of("clef"), field(access, "organisation"));
        assertTrue(
                people.count("select count(*) from audit_log where actor = ? and client_id is null", agent.id()) >= 2);
    }

    @Test
    void theFileHasEverythingAndTheClientSeesWhoLooked() {
        TestClient who = registered(true);
        Slot slot = shown(offer.open(5));
        String booking =
                post(who, "/bookings").json(slotId(slot)).await().expect(201).getString("id");
        offer.execute("insert into booking_flag (booking_id, reason) values ('" + booking + "', 'NOT_ELIGIBLE')");
        post(agent, "/staff/clients/" + who.id() + "/notes")
                .json(new JsonObject().put("text", "À rappeler"))
                .await()
                .expect(201);
        JsonObject file = get(agent, "/staff/clients/" + who.id()).await().expect(200);
        assertEquals(who.id().toString(), file.getString("id"));
        assertFalse(file.getBoolean("hasAccount"));
        JsonObject registration = file.getJsonObject("registration");
        assertEquals("Diablos", registration.getJsonObject("identity").getString("familyName"));
        assertEquals("REGISTERED", registration.getString("state"));
        assertEquals(List.of(booking), field(file.getJsonObject("bookings"), "id"));
        assertEquals(booking, file.getJsonArray("flags").getJsonObject(0).getString("bookingId"));
        assertEquals(List.of("À rappeler"), field(file.getJsonObject("notes"), "text"));
        assertEquals(
                List.of(List.of("STAFF", "clef", "NOTE_ADDED"), List.of("STAFF", "clef", "FILE_VIEWED")),
                audited(who.id()));
        assertEquals(
                List.of(booking),
                field(
                        get(ministry, "/staff/clients/" + who.id() + "/bookings?state=BOOKED")
                                .await()
                                .expect(200),
                        "id"));
        assertEquals(
                List.of(),
                field(
                        get(agent, "/staff/clients/" + who.id() + "/bookings?state=MISSED")
                                .await()
                                .expect(200),
                        "id"));
        assertEquals(
                "invalid-cursor",
                error(
                        get(agent, "/staff/clients/" + who.id() + "/bookings?cursor=x")
                                .await(),
                        "?cursor"));
    }

    @Test
    void organisationsSeeOfBookingsTheirOwn() {
        TestClient who = registered(true);
        List<Slot> slots = List.of(
                shown(offer.add(Offer.WORKSHOP, true, Duration.ofDays(5), Duration.ofHours(-1), 5)),
                shown(offer.add(Offer.SESSION, false, Duration.ofDays(4), Duration.ofHours(-1), 5)));
        List<String> booked = slots.stream()
                .map(slot -> post(who, "/bookings")
                        .json(slotId(slot))
                        .await()
                        .expect(201)
                        .getString("id"))
                .toList();
        for (String booking : booked) {
            offer.execute("insert into booking_flag (booking_id, reason) values ('" + booking + "', 'NOT_ELIGIBLE')");
        }
        String path = "/staff/clients/" + who.id();
        List<String> own = List.of(booked.get(0));
        List<String> all = List.of(booked.get(1), booked.get(0));
        assertEquals(own, field(get(agent, path + "/bookings").await().expect(200), "id"));
        assertEquals(all, field(get(ministry, path + "/bookings").await().expect(200), "id"));
        JsonObject theirs = get(agent, path).await().expect(200);
        JsonObject whole = get(ministry, path).await().expect(200);
        assertEquals(own, field(theirs.getJsonObject("bookings"), "id"));
        assertEquals(all, field(whole.getJsonObject("bookings"), "id"));
        assertEquals(own, flagged(theirs));
        assertEquals(all, flagged(whole));
        assertEquals(all, field(get(who, "/bookings").await().expect(200), "id"));
    }

    private static List<String> flagged(JsonObject file) {
        return file.getJsonArray("flags").stream()
                .map(flag -> ((JsonObject) flag).getString("bookingId"))
                .toList();
    }

    @Test
    void partsOfTheFileLeaveATraceToo() {
        TestClient who = registered(true);
        get(agent, "/staff/clients/" + who.id() + "/bookings").await().expect(200);
        get(ministry, "/staff/clients/" + who.id() + "/notes").await().expect(200);
        assertEquals(
                List.of(List.of("STAFF", "clef", "FILE_VIEWED"), List.of("STAFF", "bureau", "FILE_VIEWED")),
                audited(who.id()));
    }

    @Test
    void whoIsNotRegisteredHasNoRegistration() {
        TestClient who = backstage.client();
        JsonObject file = get(ministry, "/staff/clients/" + who.id()).await().expect(200);
        assertFalse(file.containsKey("registration"));
        get(agent, "/staff/clients/" + who.id()).await().expect(404, "not-found");
    }

    /** Guide 4.9, for an organisation without a system of its own. */
    @Test
    void whoShowsTheNumberAtTheDeskLetsTheOrganisationUseTheFile() {
        TestClient who = registered(false);
        String number = offer.rows("select number::text from registration where client_id = '" + who.id() + "'")
                .get(0)
                .get(0)
                .toString();
        assertEquals(List.of(), found(agent, "clientNumber", number));
        get(agent, "/staff/clients/" + who.id()).await().expect(404, "not-found");
        present(agent, number, "1980-10-02").expect(404, "not-found");
        present(ministry, number, "1980-10-01").expect(403, "forbidden");
        TestClient before = backstage.employee("clef", false, true);
        JsonObject file = present(before, number, "1980-10-01").expect(200);
        assertEquals(who.id().toString(), file.getString("id"));
        assertEquals(number, file.getJsonObject("registration").getString("clientNumber"));
        assertEquals(
                List.of(
                        List.of("STAFF", "clef", "CONSENT_GIVEN", before.id()),
                        List.of("STAFF", "clef", "FILE_VIEWED", before.id())),
                offer.rows("select actor_kind, organisation, action, actor from audit_log where client_id = '"
                        + who.id() + "' order by id"));
        // The desk is one of the organisation.
        assertEquals(List.of(who.id().toString()), found(agent, "clientNumber", number));
        get(agent, "/staff/clients/" + who.id()).await().expect(200);
        assertEquals(file, present(agent, number, "1980-10-01").expect(200));
    }

    @Test
    void whoGuessesAtTheDeskIsStopped() {
        TestClient guessing = backstage.employee("clef", false, false);
        int most = SettingsLoader.defaults().auth().recovery().partnerFailuresPerHour();
        for (int i = 0; i < most; i++) {
            present(guessing, String.valueOf(700_000 + i), "1980-10-01").expect(404, "not-found");
        }
        present(guessing, "700000", "1980-10-01").expect(429, "locked");
        present(agent, "700000", "1980-10-01").expect(404, "not-found");
    }

    private static Response present(TestClient by, String number, String birthDate) {
        return post(by, "/staff/clients/consent")
                .json(new JsonObject().put("clientNumber", number).put("birthDate", birthDate))
                .await();
    }

    @Test
    void consentThatIsWithdrawnEndsItAtOnce() {
        TestClient who = registered(true);
        get(agent, "/staff/clients/" + who.id()).await().expect(200);
        offer.execute("update consent set withdrawn_at = clock_timestamp() where client_id = '" + who.id() + "'");
        for (String path : List.of("", "/bookings", "/notes")) {
            get(agent, "/staff/clients/" + who.id() + path).await().expect(404, "not-found");
        }
        get(ministry, "/staff/clients/" + who.id()).await().expect(200);
    }

    @Test
    void employeesBookForTheMinistryOrTheirOrganisation() {
        TestClient who = registered(true);
        Slot slot = shown(offer.open(5));
        Response response = post(agent, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(slot))
                .key("one")
                .await();
        JsonObject booked = response.expect(201);
        String id = booked.getString("id");
        assertEquals("PARTNER", booked.getString("source"));
        assertEquals(List.of(List.of(agent.id(), "PARTNER", "BOOKED")), history(id));
        assertEquals("PARTNER", get(who, "/bookings/" + id).await().expect(200).getString("source"));
        assertEquals(
                id,
                post(agent, "/staff/clients/" + who.id() + "/bookings")
                        .json(slotId(slot))
                        .key("one")
                        .await()
                        .expect(201)
                        .getString("id"));
        // The same key of somebody else is another attempt.
        post(ministry, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(slot))
                .key("one")
                .await()
                .expect(409, "already-booked");
        TestClient other = backstage.client();
        JsonObject byMinistry = post(ministry, "/staff/clients/" + other.id() + "/bookings")
                .json(slotId(slot))
                .await()
                .expect(201);
        assertEquals("MINISTRY", byMinistry.getString("source"));
    }

    @Test
    void aClientsOwnKeyIsNeverTakenForAnEmployees() {
        TestClient who = registered(true);
        Slot own = shown(offer.open(5));
        Slot employees = shown(offer.add(Offer.WORKSHOP, true, Duration.ofDays(12), Duration.ofHours(-1), 5));
        String booked = post(who, "/bookings")
                .json(slotId(own))
                .key(agent.id() + ":one")
                .await()
                .expect(201)
                .getString("id");
        post(who, "/bookings/" + booked + "/cancel").await().expect(200);
        // Otherwise it would be the client's attempt, for another slot: the employee's could not be made.
        JsonObject byEmployee = post(agent, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(employees))
                .key("one")
                .await()
                .expect(201);
        assertEquals("PARTNER", byEmployee.getString("source"));
    }

    @Test
    void notForOthersAndNotElsewhere() {
        Slot here = shown(offer.open(5));
        Slot elsewhere = shown(offer.add(Offer.SESSION, false, Duration.ofDays(4), Duration.ofHours(-1), 5));
        TestClient who = registered(true);
        TestClient stranger = registered(false);
        post(agent, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(elsewhere))
                .await()
                .expect(404, "not-found");
        post(agent, "/staff/clients/" + stranger.id() + "/bookings")
                .json(slotId(here))
                .await()
                .expect(404, "not-found");
        String theirs = post(stranger, "/bookings")
                .json(slotId(here))
                .await()
                .expect(201)
                .getString("id");
        String away = post(who, "/bookings")
                .json(slotId(elsewhere))
                .await()
                .expect(201)
                .getString("id");
        for (String booking : List.of(theirs, away)) {
            post(agent, "/staff/bookings/" + booking + "/cancel").await().expect(404, "not-found");
            post(agent, "/staff/bookings/" + booking + "/reschedule")
                    .json(slotId(here))
                    .await()
                    .expect(404, "not-found");
            assertEquals(1, history(booking).size());
            post(ministry, "/staff/bookings/" + booking + "/cancel").await().expect(200);
        }
        String ours = post(agent, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(here))
                .await()
                .expect(201)
                .getString("id");
        post(agent, "/staff/bookings/" + ours + "/reschedule")
                .json(slotId(elsewhere))
                .await()
                .expect(404, "not-found");
        post(ministry, "/staff/clients/" + UUID.randomUUID() + "/bookings")
                .json(slotId(here))
                .await()
                .expect(404, "not-found");
    }

    @Test
    void rulesHoldForEverybody() {
        offer.execute("""
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes)
                values ('reserve', 'GROUP_WORKSHOP', 'Réservé', 'Reserved', 'R', 'R', 180) on conflict do nothing;
                insert into offer (type_id, organisation_id) values ('reserve', 'clef') on conflict do nothing;
                insert into eligibility_rule (type_id, position, statuses) values ('reserve', 1, '{asile}') on conflict do nothing""");
        Slot reserved = offer.add("reserve", true, Duration.ofDays(6), Duration.ofHours(-1), 5);
        Slot later = shown(offer.add(Offer.WORKSHOP, true, Duration.ofDays(8), Duration.ofHours(1), 5));
        TestClient who = registered(false);
        Until.holds(() -> client.get("/slots/" + reserved.id()).await().status() == 200);
        post(ministry, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(reserved))
                .await()
                .expect(403, "not-eligible");
        post(ministry, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(later))
                .await()
                .expect(409, "slot-not-open");
    }

    @Test
    void deadlinesOfOnlineClientsDoNotBindThem() {
        TestClient who = registered(true);
        Slot first = shown(offer.add(Offer.BINDING, true, Duration.ofDays(9), Duration.ofHours(-1), 5));
        Slot second = shown(offer.add(Offer.BINDING, true, Duration.ofDays(10), Duration.ofHours(-1), 5));
        String booked =
                post(who, "/bookings").json(slotId(first)).await().expect(201).getString("id");
        post(who, "/bookings/" + booked + "/reschedule")
                .json(slotId(second))
                .await()
                .expect(409, "not-reschedulable");
        post(who, "/bookings/" + booked + "/cancel").await().expect(409, "not-cancellable");
        String moved = post(agent, "/staff/bookings/" + booked + "/reschedule")
                .json(slotId(second))
                .await()
                .expect(200)
                .getString("id");
        assertEquals(
                List.of(agent.id(), "PARTNER", "RESCHEDULED"), history(booked).get(1));
        JsonObject cancelled =
                post(ministry, "/staff/bookings/" + moved + "/cancel").await().expect(200);
        assertEquals("CANCELLED", cancelled.getString("state"));
        assertEquals("MINISTRY", cancelled.getString("changedSource"));
        assertEquals(
                List.of(ministry.id(), "MINISTRY", "CANCELLED"), history(moved).get(1));
        post(ministry, "/staff/bookings/" + moved + "/cancel").await().expect(200);
    }

    @Test
    void notesStayAndEachSeesThoseOfTheOwnOrganisation() {
        TestClient who = registered(true);
        String path = "/staff/clients/" + who.id() + "/notes";
        for (String text : List.of("un", "deux", " trois\nlignes ")) {
            post(agent, path).json(new JsonObject().put("text", text)).await().expect(201);
        }
        post(ministry, path)
                .json(new JsonObject().put("text", "du Ministère"))
                .await()
                .expect(201);
        assertEquals(
                List.of("trois\nlignes", "deux", "un"),
                field(get(agent, path).await().expect(200), "text"));
        List<String> all = new ArrayList<>();
        JsonObject page = get(ministry, path + "?limit=3").await().expect(200);
        all.addAll(field(page, "text"));
        all.addAll(field(
                get(ministry, path + "?limit=3&cursor=" + page.getString("nextCursor"))
                        .await()
                        .expect(200),
                "text"));
        assertEquals(List.of("du Ministère", "trois\nlignes", "deux", "un"), all);
        assertEquals(
                "too-short",
                error(
                        post(agent, path)
                                .json(new JsonObject().put("text", " \n "))
                                .await(),
                        "/text"));
        assertThrows(
                IllegalStateException.class,
                () -> offer.execute("update client_note set text = 'x' where client_id = '" + who.id() + "'"));
        JsonObject data = get(who, "/me/data").await().expect(200);
        assertEquals(
                List.of("du Ministère", "trois\nlignes", "deux", "un"),
                data.getJsonArray("notes").stream()
                        .map(note -> ((JsonObject) note).getString("text"))
                        .toList());
        assertFalse(data.getJsonArray("notes").encode().contains(agent.id().toString()), "who it was stays with them");
    }

    @Test
    void whoIsErasedIsGoneFromTheDeskWithTheNotes() {
        String userCode = People.newUserCode();
        UUID id = People.create(client, userCode);
        String token =
                People.logIn(client, userCode, People.PASSWORD).expect(200).getString("accessToken");
        people.register(new Registered(id, 99_000_001L, null, "Éva", "Effacée", "eva@example.org"));
        String path = "/staff/clients/" + id;
        post(ministry, path + "/notes")
                .json(new JsonObject().put("text", "Secret"))
                .await()
                .expect(201);
        get(ministry, path).await().expect(200);
        client.post("/me/erasure")
                .token(token)
                .json(new JsonObject().put("currentPassword", People.PASSWORD))
                .await()
                .expect(200);
        get(ministry, path).await().expect(404, "not-found");
        get(ministry, path + "/notes").await().expect(404, "not-found");
        post(ministry, path + "/notes")
                .json(new JsonObject().put("text", "Encore"))
                .await()
                .expect(404, "not-found");
        assertEquals(List.of(), found(ministry, "clientNumber", "99000001"));
        assertEquals(0, people.count("select count(*) from client_note where client_id = ?", id));
        // What came in between goes, too.
        people.execute(
                "insert into client_note (id, client_id, author, organisation_id, text) values (?, ?, ?, 'bureau', 'Tard')",
                UUID.randomUUID(),
                id,
                ministry.id());
        Until.holds(() -> people.count("select count(*) from client_note where client_id = ?", id) == 0);
    }

    @Test
    void theAuditLogTellsManagersOfTheMinistryAndThatTheyLooked() {
        TestClient who = registered(true);
        for (int i = 0; i < 3; i++) {
            get(agent, "/staff/clients/" + who.id()).await().expect(200);
        }
        get(ministry, "/staff/clients/" + who.id()).await().expect(200);
        String about = "/staff/audit-log?client=" + who.id();
        assertEquals(
                List.of("FILE_VIEWED", "FILE_VIEWED", "FILE_VIEWED", "FILE_VIEWED"),
                field(get(manager, about).await().expect(200), "action"));
        JsonObject entry = get(manager, about + "&actor=" + ministry.id() + "&action=FILE_VIEWED")
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals("STAFF", entry.getString("by"));
        assertEquals("bureau", entry.getString("organisation"));
        assertEquals(ministry.id().toString(), entry.getString("actor"));
        assertEquals(who.id().toString(), entry.getString("client"));
        JsonObject page =
                get(manager, about + "&action=FILE_VIEWED&limit=3").await().expect(200);
        JsonObject rest = get(manager, about + "&action=FILE_VIEWED&limit=3&cursor=" + page.getString("nextCursor"))
                .await()
                .expect(200);
        assertEquals(1, rest.getJsonArray("items").size());
        assertEquals(
                4,
                people.count(
                        "select count(*) from audit_log where actor = ? and action = 'AUDIT_LOG_VIEWED' and client_id = ?",
                        manager.id(),
                        who.id()),
                "each look is in it");
        assertTrue(
                field(get(who, "/me/access-log").await().expect(200), "action").contains("AUDIT_LOG_VIEWED"));
        String data = get(who, "/me/data").await().expect(200).encode();
        assertFalse(data.contains(ministry.id().toString()), "who it was stays with them");
        get(manager, "/staff/audit-log?actor=" + ministry.id()).await().expect(200);
        assertEquals(
                List.of(List.of(ministry.id().toString())),
                offer.rows(
                        "select details ->> 'actor' from audit_log where actor = '" + manager.id()
                                + "' and action = 'AUDIT_LOG_VIEWED' and client_id is null and details ->> 'actor' is not null"));
        LocalDate today = LocalDate.now(java.time.ZoneId.of("America/Toronto"));
        assertEquals(
                4,
                get(manager, about + "&action=FILE_VIEWED&from=" + today.minusDays(1) + "&to=" + today.plusDays(1))
                        .await()
                        .expect(200)
                        .getJsonArray("items")
                        .size());
        assertEquals(
                List.of(),
                field(get(manager, about + "&from=" + today.plusDays(2)).await().expect(200), "action"));
        assertEquals(
                List.of(),
                field(get(manager, about + "&to=" + today.minusDays(2)).await().expect(200), "action"));
        assertEquals(
                "before-from",
                error(
                        get(manager, about + "&from=" + today + "&to=" + today.minusDays(1))
                                .await(),
                        "?to"));
        assertEquals("invalid-cursor", error(get(manager, about + "&cursor=x").await(), "?cursor"));
        get(ministry, about).await().expect(403, "forbidden");
    }
}
