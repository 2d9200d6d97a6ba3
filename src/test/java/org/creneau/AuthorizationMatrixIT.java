package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.access.Scope;
import org.creneau.http.Contract;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract, called by everybody, on everything: what each hears stands in {@link #RULES}. An
 * operation of which nothing stands there fails, so that a new one cannot be forgotten.
 */
class AuthorizationMatrixIT {

    private static final String PASSWORD = "abc12345";
    private static final String NOT_FOUND = "404 not-found";
    private static final Random RANDOM = new Random();

    private static final String EVENT_DATA = """
        {"slotId": "x", "appointmentType": "session", "organisation": "clef", "location": "clef-montreal",
         "start": "2030-01-01T00:00:00Z", "end": "2030-01-01T03:00:00Z"}\
        """;

    private enum Role {
        ANONYMOUS,
        OWNER,
        ANOTHER_CLIENT,
        MUST_CHANGE_PASSWORD,
        LOGGED_OUT,
        /** Of the organisation that it is about, like the manager and the partner's system. */
        AGENT,
        MANAGER,
        MINISTRY_AGENT,
        MINISTRY_MANAGER,
        /** A manager of another organisation. */
        OTHER_MANAGER,
        PARTNER,
        /** Without the scope that it takes. */
        PARTNER_WITHOUT_SCOPE,
        /** Of another organisation. */
        OTHER_PARTNER
    }

    private static final Set<Role> MANAGERS = EnumSet.of(Role.MANAGER, Role.MINISTRY_MANAGER, Role.OTHER_MANAGER);
    private static final Set<Role> MINISTRY = EnumSet.of(Role.MINISTRY_AGENT, Role.MINISTRY_MANAGER);
    private static final Set<Role> EMPLOYEES =
            EnumSet.of(Role.AGENT, Role.MANAGER, Role.MINISTRY_AGENT, Role.MINISTRY_MANAGER, Role.OTHER_MANAGER);
    private static final Set<Role> PARTNERS = EnumSet.of(Role.PARTNER, Role.PARTNER_WITHOUT_SCOPE, Role.OTHER_PARTNER);
    private static final Set<Role> OUTSIDERS =
            EnumSet.of(Role.ANOTHER_CLIENT, Role.OTHER_MANAGER, Role.OTHER_PARTNER, Role.MUST_CHANGE_PASSWORD);

    /** What the path or the body names. */
    private enum Thing {
        /** What is the owner's, or the organisation's; or a slot or type, which are everybody's. */
        THERE,
        UNKNOWN,
        MALFORMED
    }

    /** Whom an operation is for. */
    private enum For {
        /** Whatever token they show. */
        EVERYBODY,
        ACCOUNTS,
        /** Even before a temporary password is changed. */
        ACCOUNTS_ALWAYS,
        AGENTS,
        MANAGERS,
        /** All employees but the ministry's. */
        PARTNER_AGENTS,
        MINISTRY_AGENTS,
        MINISTRY_MANAGERS,
        PARTNERS;

        boolean admits(Role role) {
            return switch (this) {
                case EVERYBODY -> true;
                case ACCOUNTS, ACCOUNTS_ALWAYS -> !AuthorizationMatrixIT.PARTNERS.contains(role);
                case AGENTS -> EMPLOYEES.contains(role);
                case MANAGERS -> AuthorizationMatrixIT.MANAGERS.contains(role);
                case PARTNER_AGENTS -> EMPLOYEES.contains(role) && !MINISTRY.contains(role);
                case MINISTRY_AGENTS -> MINISTRY.contains(role);
                case MINISTRY_MANAGERS -> role == Role.MINISTRY_MANAGER;
                case PARTNERS -> role == Role.PARTNER || role == Role.OTHER_PARTNER;
            };
        }
    }

    /**
     * Who hears what: status and, for a problem, its code.
     *
     * @param scope that a partner's system must have; null: none
     * @param owner what those hear whose business it is
     * @param others what everybody else hears who is let in
     */
    private record Rule(For whom, @Nullable Scope scope, Map<Thing, String> owner, Map<Thing, String> others) {

        String expected(Role role, Thing thing) {
            if (whom != For.EVERYBODY && (role == Role.ANONYMOUS || role == Role.LOGGED_OUT)) {
                return "401 unauthenticated";
            }
            if (whom != For.EVERYBODY && whom != For.ACCOUNTS_ALWAYS && role == Role.MUST_CHANGE_PASSWORD) {
                return "403 must-change-password";
            }
            if (!whom.admits(role)) {
                return "403 forbidden";
            }
            boolean forAccounts = whom == For.ACCOUNTS || whom == For.ACCOUNTS_ALWAYS;
            boolean own = forAccounts ? role == Role.OWNER : !OUTSIDERS.contains(role);
            return Objects.requireNonNull((own ? owner : others).get(thing));
        }
    }

    private static Rule open(String outcome) {
        return rule(For.EVERYBODY, Map.of(Thing.THERE, outcome));
    }

    private static Rule open(String there, String otherwise) {
        return rule(For.EVERYBODY, things(there, otherwise));
    }

    private static Rule closed(String outcome) {
        return rule(For.ACCOUNTS, Map.of(Thing.THERE, outcome));
    }

    private static Rule closed(String there, String otherwise) {
        return rule(For.ACCOUNTS, things(there, otherwise));
    }

    private static Rule always(String outcome) {
        return rule(For.ACCOUNTS_ALWAYS, Map.of(Thing.THERE, outcome));
    }

    /** The same for all who are let in. */
    private static Rule rule(For whom, Map<Thing, String> outcomes) {
        return new Rule(whom, null, outcomes, outcomes);
    }

    private static Map<Thing, String> things(String there, String otherwise) {
        return Map.of(Thing.THERE, there, Thing.UNKNOWN, otherwise, Thing.MALFORMED, otherwise);
    }

    /** What is somebody else's is not there. */
    private static final Rule OWNERS_ONLY =
            new Rule(For.ACCOUNTS, null, things("200", NOT_FOUND), things(NOT_FOUND, NOT_FOUND));

    /** What is another organisation's is not there. */
    private static Rule organisationsOnly(For whom, String outcome) {
        return new Rule(whom, null, things(outcome, NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
    }

    /** For the systems of the organisation whom the client has let use the file. */
    private static final Rule CONSENTED_ONLY =
            new Rule(For.PARTNERS, Scope.CLIENTS, things("200", NOT_FOUND), things(NOT_FOUND, NOT_FOUND));

    private static Rule partners(Map<Thing, String> outcomes) {
        return new Rule(For.PARTNERS, Scope.CLIENTS, outcomes, outcomes);
    }
    /** For a partner's system that may book: what is of the organisation and of a client who has consented. */
    private static Rule booking(String there, String otherwise, String others) {
        return new Rule(For.PARTNERS, Scope.BOOKINGS, things(there, otherwise), things(others, otherwise));
    }

    /** The owner has no booking yet. */
    private static final Set<String> FROM_NOTHING =
            Set.of("createBooking", "createPartnerHold", "createPartnerBooking", "createPartnerBookings");

    /** A seat is held for the owner. */
    private static final Set<String> FROM_A_HOLD = Set.of("confirmPartnerHold", "releasePartnerHold");

    private static Rule organisationsOnly(Scope scope, String outcome) {
        return new Rule(For.PARTNERS, scope, things(outcome, NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
    }
    /** What names a place of another organisation is refused like what names none. */
    private static final Map<Thing, String> REFUSED = Map.of(Thing.THERE, "400 validation");

    private static final Map<Thing, String> CSV_REFUSED = Map.of(Thing.THERE, "422 csv-invalid");
    /** For partners' systems, whichever. */
    private static Rule events(String outcome) {
        Map<Thing, String> outcomes = things(outcome, outcome);
        return new Rule(For.PARTNERS, Scope.EVENTS, outcomes, outcomes);
    }

    private static Rule eventsOwnersOnly(String there) {
        return new Rule(For.PARTNERS, Scope.EVENTS, things(there, NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
    }

    private static final Rule EVENTS_OWNERS_ONLY = eventsOwnersOnly("200");

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        RULES.put("ping", open("200"));
        RULES.put("getTime", open("200"));
        RULES.put("listAppointmentTypes", open("200"));
        RULES.put("getAppointmentType", open("200", NOT_FOUND));
        RULES.put("listOrganisations", open("200"));
        RULES.put("listSlots", open("200"));
        RULES.put("getSlot", open("200", NOT_FOUND));
        RULES.put("listSecurityQuestions", open("200"));
        RULES.put("createAccount", open("400 validation"));
        RULES.put("logIn", open("401 bad-credentials"));
        RULES.put("refreshTokens", open("401 unauthenticated"));
        RULES.put("checkAuthorization", open("403 authorization-code-invalid"));
        RULES.put("remindUserCode", open("202"));
        RULES.put("sendTemporaryPassword", open("202"));
        RULES.put("changeAccount", closed("401 bad-credentials")); // let in, but the wrong password
        RULES.put("logOut", always("204"));
        RULES.put("getMe", closed("200"));
        RULES.put("changePassword", always("401 bad-credentials")); // let in, but the wrong password
        RULES.put("createBooking", closed("201", NOT_FOUND));
        RULES.put("listBookings", closed("200"));
        RULES.put("getBooking", OWNERS_ONLY);
        RULES.put("cancelBooking", OWNERS_ONLY);
        RULES.put("rescheduleBooking", OWNERS_ONLY);
        RULES.put("createPartnerHold", booking("201", NOT_FOUND, NOT_FOUND));
        RULES.put("confirmPartnerHold", booking("200", NOT_FOUND, NOT_FOUND));
        RULES.put("releasePartnerHold", booking("200", NOT_FOUND, NOT_FOUND));
        RULES.put("createPartnerBooking", booking("201", NOT_FOUND, NOT_FOUND));
        RULES.put("createPartnerBookings", booking("200", "200", "200")); // whose results say not-found
        RULES.put("listPartnerBookings", booking("200", "200", "200")); // which is empty
        RULES.put("getPartnerBooking", booking("200", NOT_FOUND, NOT_FOUND));
        RULES.put("cancelPartnerBooking", booking("200", NOT_FOUND, NOT_FOUND));
        RULES.put("reschedulePartnerBooking", booking("200", NOT_FOUND, NOT_FOUND));
        RULES.put("exportMyData", closed("200"));
        RULES.put("eraseMe", closed("401 bad-credentials")); // let in, but the wrong password
        RULES.put("listMyAccesses", closed("200"));
        RULES.put("listImmigrationStatuses", open("200"));
        RULES.put("getMenus", open("200"));
        RULES.put("listTowns", open("200"));
        RULES.put("getDeclaration", open("200"));
        RULES.put("getRegistration", closed("200"));
        RULES.put("getRegistrationDraft", closed("200"));
        RULES.put("register", closed("400 validation"));
        RULES.put("confirmRegistration", closed("409 registration-incomplete"));
        RULES.put("saveStatus", closed("400 validation"));
        RULES.put("saveIdentity", closed("400 validation"));
        RULES.put("saveContact", closed("400 validation"));
        RULES.put("saveComplementary", closed("400 validation"));
        RULES.put("saveDeclaration", closed("400 validation"));
        RULES.put("changeStatus", closed("409 not-registered"));
        RULES.put("changeContact", closed("409 not-registered"));
        RULES.put("changeComplementary", closed("409 not-registered"));
        Rule organisations = new Rule(For.MANAGERS, null, things("200", NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
        RULES.put("createSlots", new Rule(For.MANAGERS, null, Map.of(Thing.THERE, "201"), REFUSED));
        RULES.put("importSlots", new Rule(For.MANAGERS, null, Map.of(Thing.THERE, "200"), CSV_REFUSED));
        RULES.put("listReleasePlans", rule(For.MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("createReleasePlan", new Rule(For.MANAGERS, null, Map.of(Thing.THERE, "201"), REFUSED));
        RULES.put("getReleasePlan", organisations);
        RULES.put("changeReleasePlan", organisations);
        RULES.put("listSlotTemplates", rule(For.MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("createSlotTemplate", new Rule(For.MANAGERS, null, Map.of(Thing.THERE, "201"), REFUSED));
        RULES.put("getSlotTemplate", organisations);
        RULES.put("changeSlotTemplate", organisations);
        RULES.put("previewSlotTemplate", organisations);
        // Let in, but the template is retired.
        RULES.put(
                "publishSlotTemplate",
                new Rule(For.MANAGERS, null, things("409 template-retired", NOT_FOUND), things(NOT_FOUND, NOT_FOUND)));
        RULES.put("listEditedAppointmentTypes", rule(For.MINISTRY_MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("getEditedAppointmentType", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("putAppointmentType", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("listEditedOrganisations", rule(For.MINISTRY_MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("getEditedOrganisation", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("putOrganisation", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("listEditedLocations", rule(For.MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("getEditedLocation", organisations);
        RULES.put("putLocation", organisations);
        RULES.put("watchSlots", open("400 validation")); // let in, but it would never end
        RULES.put("listEvents", events("200"));
        RULES.put("listWebhooks", events("200"));
        RULES.put("createWebhook", events("400 validation")); // let in, but to a private address
        RULES.put("changeWebhook", eventsOwnersOnly("400 validation"));
        for (String operation : List.of("getWebhook", "enableWebhook", "rotateWebhookSecret", "listDeliveries")) {
            RULES.put(operation, EVENTS_OWNERS_ONLY);
        }
        RULES.put("removeWebhook", eventsOwnersOnly("204"));
        RULES.put("replayDelivery", eventsOwnersOnly("202"));
        RULES.put("replayEvents", eventsOwnersOnly("202"));
        RULES.put("listMyAppointmentTypes", closed("200"));
        RULES.put("listMyTowns", closed("200", NOT_FOUND));
        RULES.put("listMyOrganisations", closed("200", NOT_FOUND));
        RULES.put("listStaffMembers", rule(For.MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("addStaffMember", rule(For.MANAGERS, Map.of(Thing.THERE, "400 validation"))); // nobody's user code
        RULES.put("changeStaffRole", organisationsOnly(For.MANAGERS, "200"));
        RULES.put("removeStaffMember", organisationsOnly(For.MANAGERS, "204"));
        RULES.put("listMyConsents", closed("200"));
        RULES.put("withdrawMyConsent", OWNERS_ONLY);
        RULES.put("registerPartnerClient", partners(Map.of(Thing.THERE, "400 validation")));
        RULES.put("recordPartnerConsent", partners(Map.of(Thing.THERE, NOT_FOUND)));
        RULES.put("getPartnerClient", CONSENTED_ONLY);
        RULES.put("changePartnerClientStatus", CONSENTED_ONLY);
        RULES.put("changePartnerClientContact", CONSENTED_ONLY);
        RULES.put("changePartnerClientComplementary", CONSENTED_ONLY);
        RULES.put("printPartnerLetter", CONSENTED_ONLY);
        RULES.put("listPartners", rule(For.MINISTRY_MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("addPartner", rule(For.MINISTRY_MANAGERS, Map.of(Thing.THERE, "201")));
        RULES.put("addPartnerSecret", rule(For.MINISTRY_MANAGERS, things("201", NOT_FOUND)));
        RULES.put("revokePartnerSecret", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("disablePartner", rule(For.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        RULES.put("recordClientConsent", rule(For.PARTNER_AGENTS, Map.of(Thing.THERE, NOT_FOUND)));
        RULES.put("findClients", rule(For.AGENTS, Map.of(Thing.THERE, "200")));
        RULES.put("openClientFile", organisationsOnly(For.AGENTS, "200"));
        RULES.put("listClientBookings", organisationsOnly(For.AGENTS, "200"));
        RULES.put("bookForClient", organisationsOnly(For.AGENTS, "409 already-booked"));
        RULES.put("listNotes", organisationsOnly(For.AGENTS, "200"));
        RULES.put("addNote", organisationsOnly(For.AGENTS, "201"));
        RULES.put("cancelForClient", organisationsOnly(For.AGENTS, "200"));
        RULES.put("rescheduleForClient", organisationsOnly(For.AGENTS, "200"));
        RULES.put("searchAuditLog", rule(For.MINISTRY_MANAGERS, Map.of(Thing.THERE, "200")));
        RULES.put("showAttendance", organisationsOnly(For.AGENTS, "200"));
        RULES.put("markAttendance", organisationsOnly(For.AGENTS, "409 attendance-not-yet"));
        RULES.put("showPartnerAttendance", organisationsOnly(Scope.ATTENDANCE, "200"));
        RULES.put("markPartnerAttendance", organisationsOnly(Scope.ATTENDANCE, "409 attendance-not-yet"));
        Map<Thing, String> nothing = things(NOT_FOUND, NOT_FOUND);
        RULES.put("setSlotCapacity", new Rule(For.MANAGERS, null, things("200", NOT_FOUND), nothing));
        RULES.put("closeSlot", new Rule(For.MANAGERS, null, things("200", NOT_FOUND), nothing));
        RULES.put("reopenSlot", new Rule(For.MANAGERS, null, things("200", NOT_FOUND), nothing));
        RULES.put("cancelSlot", new Rule(For.MANAGERS, null, things("202", NOT_FOUND), nothing));
        RULES.put("moveSlot", new Rule(For.MANAGERS, null, things("202", NOT_FOUND), nothing));
        RULES.put("cancelDay", new Rule(For.MANAGERS, null, Map.of(Thing.THERE, "202"), nothing));
        RULES.put("listJobs", rule(For.AGENTS, Map.of(Thing.THERE, "200")));
        RULES.put("getJob", new Rule(For.AGENTS, null, things("200", NOT_FOUND), nothing));
    }

    private static final Vertx vertx = Vertx.vertx();
    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static final Contract contract = Await.of(Contract.load(vertx));
    private static final Map<Role, String> accounts = new EnumMap<>(Role.class);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;
    private static String temporary;
    private static UUID partnerId;
    private static Slot slot;
    private static Slot otherSlot;
    private static Offered offered;
    private static String job;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
        slot = offer.open(10_000);
        otherSlot = offer.open(10_000);
        for (Slot shown : List.of(slot, otherSlot)) {
            Until.holds(() -> client.get("/slots/" + shown.id()).await().status() == 200);
        }
        accounts.put(Role.OWNER, logIn(newAccount()));
        accounts.put(Role.ANOTHER_CLIENT, logIn(newAccount()));
        temporary = newAccount();
        TestServers.execute(
                database, "update account set must_change_password = true where user_code = '" + temporary + "'");
        accounts.put(Role.MUST_CHANGE_PASSWORD, logIn(temporary));
        String ended = logIn(newAccount());
        assertEquals(204, client.post("/auth/logout").token(ended).await().status());
        accounts.put(Role.LOGGED_OUT, ended);
        offer.execute(
                "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
        employ(Role.AGENT, "clef", "AGENT");
        employ(Role.MANAGER, "clef", "MANAGER");
        employ(Role.MINISTRY_AGENT, "bureau", "AGENT");
        employ(Role.MINISTRY_MANAGER, "bureau", "MANAGER");
        employ(Role.OTHER_MANAGER, "autre", "MANAGER");
        offered = Offered.by(client, account(Role.MANAGER));
        job = client.post("/staff/slots/" + offer.open(3).id() + "/cancel")
                .token(account(Role.MANAGER))
                .json(new JsonObject().put("reason", "a reason"))
                .await()
                .expect(202)
                .getString("id");
        TestClient partner = backstage.partner("clef");
        accounts.put(Role.PARTNER, partner.token());
        partnerId = partner.id();
        accounts.put(Role.OTHER_PARTNER, backstage.partner("autre").token());
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
        Await.of(vertx.close());
    }

    private static void employ(Role role, String organisation, String as) {
        accounts.put(role, logIn(employ(organisation, as)));
    }

    /** @return the user code */
    private static String employ(String organisation, String as) {
        String userCode = newAccount();
        offer.execute("insert into staff_member (client_id, organisation_id, role) select client_id, '%s', '%s'"
                        .formatted(organisation, as)
                + " from account where user_code = '" + userCode + "'");
        return userCode;
    }

    /** An employee of the organisation that it is about. */
    private static String member() {
        return offer.rows("select client_id from account where user_code = '" + employ("clef", "AGENT") + "'")
                .get(0)
                .get(0)
                .toString();
    }

    private static String newAccount() {
        String userCode = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", userCode)
                        .put("password", PASSWORD)
                        .put("email", "client@example.org")
                        .put(
                                "securityQuestions",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("question", "passe-temps")
                                                .put("answer", "a"))
                                        .add(new JsonObject()
                                                .put("question", "livre")
                                                .put("answer", "b"))))
                .await()
                .expect(201);
        return userCode;
    }

    private static String logIn(String userCode) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", PASSWORD))
                .await()
                .expect(200)
                .getString("accessToken");
    }

    @Test
    void everyOperationHasARuleAndEveryRuleAnOperation() {
        assertEquals(
                new TreeSet<>(RULES.keySet()),
                contract.model().operations().stream()
                        .map(Operation::getOperationId)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @TestFactory
    Stream<DynamicTest> everybodyOnEverything() {
        return contract.model().operations().stream()
                .flatMap(operation -> Arrays.stream(Role.values())
                        .flatMap(role -> things(operation)
                                .map(thing -> dynamicTest(
                                        operation.getOperationId() + ", " + role + ", " + thing,
                                        () -> check(operation, role, thing)))));
    }

    private static Stream<Thing> things(Operation operation) {
        boolean named = operation.getOpenAPIPath().contains("{") || FROM_NOTHING.contains(operation.getOperationId());
        return named ? Arrays.stream(Thing.values()) : Stream.of(Thing.THERE);
    }

    /** What others than the owner may do to a booking. */
    private static final Set<String> CHANGE_BOOKINGS = Set.of("cancelForClient", "rescheduleForClient");

    private static void check(Operation operation, Role role, Thing thing) {
        Rule rule = Objects.requireNonNull(RULES.get(operation.getOperationId()), "no rule");
        TestClient owner = backstage.client();
        backstage.consent(owner.id(), "clef");
        String booking = booking(operation.getOperationId(), owner);
        List<List<Object>> before = bookingsOf(owner);
        // So many guesses from one address would be locked out.
        offer.execute("delete from login_throttle");
        if (operation.getOpenAPIPath().contains("{clientId}")) {
            backstage.register(owner, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        }
        Request request = request(operation, thing, booking, owner);
        String token = token(operation, role, owner);
        Response response = (token.isEmpty() ? request : request.token(token)).await();
        String outcome = response.status() < 400 ? "" + response.status() : response.status() + " " + response.code();
        String expected = rule.expected(role, thing);
        assertEquals(expected, outcome);
        boolean served =
                role == Role.OWNER || role == Role.PARTNER || CHANGE_BOOKINGS.contains(operation.getOperationId());
        boolean touched = thing == Thing.THERE && served && !expected.contains(" ");
        if (!touched) {
            assertEquals(before, bookingsOf(owner), "something happened to the owner's bookings");
        }
    }

    private static String booking(String operationId, TestClient owner) {
        if (FROM_NOTHING.contains(operationId)) {
            return "none";
        }
        Request request = FROM_A_HOLD.contains(operationId)
                ? client.post("/partner/holds")
                        .token(account(Role.PARTNER))
                        .key("k")
                        .json(slotId(slot.id().toString())
                                .put("clientId", owner.id().toString()))
                : client.post("/bookings")
                        .token(owner.token())
                        .json(slotId(slot.id().toString()));
        return request.await().expect(201).getString("id");
    }

    private static List<List<Object>> bookingsOf(TestClient owner) {
        return offer.rows(
                "select state, count(*) from booking where client_id = '" + owner.id() + "' group by state order by 1");
    }

    private static Request request(Operation operation, Thing thing, String booking, TestClient owner) {
        String unknown = thing == Thing.UNKNOWN ? UUID.randomUUID().toString() : "no-such-thing";
        UUID partnerSystem = partnerSystem();
        boolean there = thing == Thing.THERE;
        String webhook = there && operation.getOpenAPIPath().contains("{webhookId}") ? newWebhook() : unknown;
        String path = operation
                .getOpenAPIPath()
                .replace("{webhookId}", webhook)
                .replace("{deliveryId}", there ? webhook : unknown)
                .replace("{bookingId}", there ? booking : unknown)
                .replace("{holdId}", there ? booking : unknown)
                .replace("{slotId}", there ? slotOf(operation).toString() : unknown)
                .replace("{jobId}", there ? job : unknown)
                .replace("{locationId}", there ? Offered.LOCATION : unknown)
                .replace("{releasePlanId}", there ? offered.plan() : unknown)
                .replace("{slotTemplateId}", there ? offered.template() : unknown)
                .replace("{appointmentTypeId}", there ? Offer.SESSION : unknown)
                .replace("{clientId}", there ? owner.id().toString() : unknown)
                .replace("{organisationId}", there ? "clef" : unknown)
                .replace("{partnerId}", there ? partnerSystem.toString() : unknown)
                .replace("{secretId}", there ? partnerSystem.toString() : unknown);
        if (path.contains("{memberId}")) {
            path = path.replace("{memberId}", there ? member() : unknown);
        }
        assertFalse(path.contains("{"), "a path that names something unheard of: " + path);
        Request request = client.request(operation.getHttpMethod(), path);
        if (operation.getOperationId().equals("watchSlots")) {
            request.query("from", "2030-01-02").query("to", "2030-01-01");
        }
        JsonObject forClient = slotId(there ? slot.id().toString() : unknown)
                .put("clientId", owner.id().toString())
                .put("as", "PARTNER");
        return switch (operation.getOperationId()) {
            case "createBooking" -> request.json(slotId(there ? slot.id().toString() : unknown));
            case "findClients" -> request.query("clientNumber", "99999");
            case "bookForClient" -> request.json(slotId(slot.id().toString()));
            case "addNote" -> request.json(new JsonObject().put("text", "A téléphoné."));
            case "rescheduleBooking", "rescheduleForClient" ->
                request.json(slotId(otherSlot.id().toString()));
            case "createPartnerHold", "createPartnerBooking" -> request.key("k").json(forClient);
            case "createPartnerBookings" ->
                request.json(new JsonObject().put("bookings", new JsonArray().add(forClient.put("key", "k"))));
            case "listPartnerBookings" -> request.query("slot", slot.id().toString());
            case "cancelPartnerBooking" -> request.json(new JsonObject().put("as", "PARTNER"));
            case "reschedulePartnerBooking" ->
                request.json(slotId(otherSlot.id().toString()).put("as", "PARTNER"));
            case "createWebhook", "changeWebhook" ->
                request.json(new JsonObject()
                        .put("url", "https://10.0.0.1/hook")
                        .put("events", new JsonArray().add("booking.created")));
            case "replayEvents" -> request.json(new JsonObject().put("after", 0));
            case "createAccount",
                    "register",
                    "saveStatus",
                    "saveIdentity",
                    "saveContact",
                    "saveComplementary",
                    "saveDeclaration",
                    "changeStatus",
                    "changeContact",
                    "changeComplementary" -> request.json(new JsonObject());
            case "logIn" ->
                request.json(new JsonObject().put("userCode", "nobody123").put("password", "wrong123"));
            case "checkAuthorization" ->
                request.json(new JsonObject()
                        .put("authorizationCode", "7KQM-2XPA-9RTB")
                        .put("birthDate", "1978-05-05")
                        .put("sex", "M"));
            case "remindUserCode" ->
                request.json(new JsonObject()
                        .put("givenName", "Bernard")
                        .put("familyName", "Brandford")
                        .put("birthDate", "1978-05-05")
                        .put("sex", "M")
                        .put("clientNumber", "12345"));
            case "sendTemporaryPassword" ->
                request.json(new JsonObject().put("userCode", "nobody123").put("email", "nobody@example.org"));
            case "changeAccount" ->
                request.json(new JsonObject().put("currentPassword", "wrong123").put("email", "new@example.org"));
            case "refreshTokens" -> request.json(new JsonObject().put("refreshToken", "no-token"));
            case "changePassword" ->
                request.json(new JsonObject().put("currentPassword", "wrong123").put("newPassword", "new45678"));
            case "registerPartnerClient" -> request.key("k1").json(new JsonObject());
            case "changePartnerClientStatus", "changePartnerClientComplementary" -> request.json(new JsonObject());
            case "changePartnerClientContact" ->
                request.json(new JsonObject().put("town", "quebec").put("homePhone", "418 832-4444"));
            case "recordPartnerConsent", "recordClientConsent" ->
                request.json(new JsonObject()
                        .put("clientNumber", String.valueOf(100_000 + RANDOM.nextInt(900_000)))
                        .put("birthDate", "1978-05-05"));
            case "addPartner" ->
                request.json(new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "Réception")
                        .put("scopes", new JsonArray().add("clients")));
            case "addPartnerSecret" -> request.json(new JsonObject());
            case "putAppointmentType" ->
                request.header("If-Match", version("appointment_type", Offer.SESSION))
                        .json(Offered.type());
            case "putOrganisation" ->
                request.header("If-Match", version("organisation", "clef")).json(Offered.organisation());
            case "putLocation" ->
                request.header("If-Match", version("location", Offered.LOCATION))
                        .json(Offered.location());
            case "createSlots" -> request.json(new JsonObject().put("slots", new JsonArray().add(Offered.slot())));
            case "importSlots" -> request.body(Offered.csv(), "text/csv");
            case "createReleasePlan" -> request.json(Offered.plan("clef"));
            case "changeReleasePlan" -> {
                JsonObject plan = Offered.plan("clef");
                plan.remove("organisation");
                yield request.json(plan);
            }
            case "createSlotTemplate", "changeSlotTemplate" -> request.json(Offered.template(true));
            case "setSlotCapacity" -> request.json(new JsonObject().put("capacity", 5));
            case "cancelSlot" -> request.json(new JsonObject().put("reason", "a reason"));
            case "cancelDay" ->
                request.json(new JsonObject()
                        .put("reason", "a reason")
                        .put("organisation", "clef")
                        .put("date", "2099-01-01"));
            case "moveSlot" ->
                request.json(new JsonObject()
                        .put("reason", "a reason")
                        .put(
                                "segments",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("start", inDays(4).toString())
                                                .put("end", inDays(5).toString()))));
            case "eraseMe" -> request.json(new JsonObject().put("currentPassword", "wrong123"));
            case "addStaffMember" ->
                request.json(new JsonObject()
                        .put("userCode", "nobody123")
                        .put("organisation", "clef")
                        .put("role", "AGENT"));
            case "markAttendance", "markPartnerAttendance" ->
                request.json(new JsonObject()
                        .put(
                                "marks",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("bookingId", booking)
                                                .put("attended", true))));
            case "changeStaffRole" -> request.json(new JsonObject().put("role", "MANAGER"));
            default -> {
                assertTrue(operation.getRequestBody() == null, "a body that nobody thought of");
                yield request;
            }
        };
    }

    /** A partner's system of its own, which may be shut out, with a secret of the same id. */
    private static UUID partnerSystem() {
        UUID id = backstage.partner("clef").id();
        offer.execute(
                "insert into partner_secret (id, partner_id, digest) values ('%1$s', '%1$s', '%1$s')".formatted(id));
        return id;
    }

    private static String version(String table, String id) {
        return "\"" + offer.count("select version from " + table + " where id = '" + id + "'") + "\"";
    }

    /** One of its own for what would change everybody's. */
    private static UUID slotOf(Operation operation) {
        String path = operation.getOpenAPIPath();
        boolean changes = path.startsWith("/staff/") && !path.endsWith("/attendance");
        return (changes ? offer.open(3) : slot).id();
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    /** Of the partner's system, with an event of the same id that was delivered there long ago. */
    private static String newWebhook() {
        String id = UUID.randomUUID().toString();
        offer.execute("""
            insert into webhook (id, partner_id, organisation_id, url, kinds)
            values ('%1$s', '%2$s', 'clef', 'https://10.0.0.1/hook', array['SLOT_FULL']);
            insert into webhook_secret (webhook_id, secret) values ('%1$s', 'x');
            with e as (
                insert into event (organisation_id, position, id, kind, thread, at, data)
                select 'clef', coalesce(max(position), 1000000) + 1, '%1$s', 'SLOT_FULL', '%1$s', now(), '%3$s' from event
                where position > 1000000
                returning position)
            insert into webhook_delivery (webhook_id, organisation_id, position, thread, next_attempt_at, delivered_at)
            select '%1$s', 'clef', position, '%1$s', now(), now() from e\
            """.formatted(id, partnerId, EVENT_DATA));
        return id;
    }

    private static JsonObject slotId(String id) {
        return new JsonObject().put("slotId", id);
    }

    /** Empty for nobody. A log-out is of a log-in of its own. */
    private static String token(Operation operation, Role role, TestClient owner) {
        if (role == Role.ANONYMOUS) {
            return "";
        }
        if (role == Role.MUST_CHANGE_PASSWORD && operation.getOperationId().equals("logOut")) {
            return logIn(temporary);
        }
        if (role == Role.PARTNER_WITHOUT_SCOPE) {
            Scope without = Objects.requireNonNull(RULES.get(operation.getOperationId()))
                    .scope();
            Set<Scope> scopes = EnumSet.allOf(Scope.class);
            scopes.remove(without == null ? Scope.EVENTS : without);
            return backstage.partner("clef", scopes).token();
        }
        if (EMPLOYEES.contains(role) && operation.getOperationId().equals("logOut")) {
            return backstage.employee("clef", false, false).token();
        }
        boolean ofAccounts =
                List.of("getMe", "changePassword", "changeAccount", "eraseMe").contains(operation.getOperationId());
        if (role == Role.OWNER && !ofAccounts) {
            return owner.token();
        }
        if (role == Role.ANOTHER_CLIENT && !ofAccounts) {
            return backstage.client().token();
        }
        return account(role);
    }

    private static String account(Role role) {
        return Objects.requireNonNull(accounts.get(role));
    }

    @Test
    void listsShowNothingOfOthers() {
        TestClient one = backstage.client();
        TestClient other = backstage.client();
        String booking = client.post("/bookings")
                .token(one.token())
                .json(slotId(slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
        assertTrue(bookings(one).contains(booking));
        assertFalse(bookings(other).contains(booking));
        String me =
                client.get("/me").token(account(Role.OWNER)).await().expect(200).getString("id");
        String them = client.get("/me")
                .token(account(Role.ANOTHER_CLIENT))
                .await()
                .expect(200)
                .getString("id");
        assertFalse(me.equals(them));
    }

    private static String bookings(TestClient who) {
        return client.get("/bookings").token(who.token()).await().expect(200).encode();
    }
}
