package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.http.Contract;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
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

    private enum Role {
        ANONYMOUS,
        OWNER,
        ANOTHER_CLIENT,
        MUST_CHANGE_PASSWORD,
        LOGGED_OUT
    }

    /** What the path or the body names. */
    private enum Thing {
        /** A booking of the owner's; or a slot or type, which are everybody's. */
        THERE,
        UNKNOWN,
        MALFORMED
    }

    /**
     * Who hears what: status and, for a problem, its code.
     *
     * @param open to everybody, whatever token they show
     * @param always allowed, even before a temporary password is changed
     * @param owner what the owner hears
     * @param others what everybody else hears who is let in
     */
    private record Rule(boolean open, boolean always, Map<Thing, String> owner, Map<Thing, String> others) {

        String expected(Role role, Thing thing) {
            if (!open && (role == Role.ANONYMOUS || role == Role.LOGGED_OUT)) {
                return "401 unauthenticated";
            }
            if (!open && !always && role == Role.MUST_CHANGE_PASSWORD) {
                return "403 must-change-password";
            }
            return Objects.requireNonNull((role == Role.OWNER ? owner : others).get(thing));
        }
    }

    private static Rule open(String outcome) {
        return new Rule(true, false, Map.of(Thing.THERE, outcome), Map.of(Thing.THERE, outcome));
    }

    private static Rule open(String there, String otherwise) {
        return new Rule(true, false, things(there, otherwise), things(there, otherwise));
    }

    private static Rule closed(String outcome) {
        return new Rule(false, false, Map.of(Thing.THERE, outcome), Map.of(Thing.THERE, outcome));
    }

    private static Rule always(String outcome) {
        return new Rule(false, true, Map.of(Thing.THERE, outcome), Map.of(Thing.THERE, outcome));
    }

    private static Map<Thing, String> things(String there, String otherwise) {
        return Map.of(Thing.THERE, there, Thing.UNKNOWN, otherwise, Thing.MALFORMED, otherwise);
    }

    /** What is somebody else's is not there. */
    private static final Rule OWNERS_ONLY =
            new Rule(false, false, things("200", NOT_FOUND), things(NOT_FOUND, NOT_FOUND));

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("ping", open("200")),
            Map.entry("getTime", open("200")),
            Map.entry("listAppointmentTypes", open("200")),
            Map.entry("getAppointmentType", open("200", NOT_FOUND)),
            Map.entry("listOrganisations", open("200")),
            Map.entry("listSlots", open("200")),
            Map.entry("getSlot", open("200", NOT_FOUND)),
            Map.entry("listSecurityQuestions", open("200")),
            Map.entry("createAccount", open("400 validation")),
            Map.entry("logIn", open("401 bad-credentials")),
            Map.entry("refreshTokens", open("401 unauthenticated")),
            Map.entry("checkAuthorization", open("403 authorization-code-invalid")),
            Map.entry("remindUserCode", open("202")),
            Map.entry("sendTemporaryPassword", open("202")),
            Map.entry("changeAccount", closed("401 bad-credentials")), // let in, but the wrong password
            Map.entry("logOut", always("204")),
            Map.entry("getMe", closed("200")),
            Map.entry("changePassword", always("401 bad-credentials")), // let in, but the wrong password
            Map.entry("createBooking", new Rule(false, false, things("201", NOT_FOUND), things("201", NOT_FOUND))),
            Map.entry("listBookings", closed("200")),
            Map.entry("getBooking", OWNERS_ONLY),
            Map.entry("cancelBooking", OWNERS_ONLY),
            Map.entry("rescheduleBooking", OWNERS_ONLY),
            Map.entry("exportMyData", closed("200")),
            Map.entry("eraseMe", closed("401 bad-credentials")), // let in, but the wrong password
            Map.entry("listMyAccesses", closed("200")),
            Map.entry("listImmigrationStatuses", open("200")),
            Map.entry("getMenus", open("200")),
            Map.entry("listTowns", open("200")),
            Map.entry("getDeclaration", open("200")),
            Map.entry("getRegistration", closed("200")),
            Map.entry("getRegistrationDraft", closed("200")),
            Map.entry("register", closed("400 validation")),
            Map.entry("confirmRegistration", closed("409 registration-incomplete")),
            Map.entry("saveStatus", closed("400 validation")),
            Map.entry("saveIdentity", closed("400 validation")),
            Map.entry("saveContact", closed("400 validation")),
            Map.entry("saveComplementary", closed("400 validation")),
            Map.entry("saveDeclaration", closed("400 validation")),
            Map.entry("changeStatus", closed("409 not-registered")),
            Map.entry("changeContact", closed("409 not-registered")),
            Map.entry("changeComplementary", closed("409 not-registered")),
            Map.entry("listMyAppointmentTypes", closed("200")),
            Map.entry("listMyTowns", new Rule(false, false, things("200", NOT_FOUND), things("200", NOT_FOUND))),
            Map.entry(
                    "listMyOrganisations", new Rule(false, false, things("200", NOT_FOUND), things("200", NOT_FOUND))));

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
    private static Slot slot;
    private static Slot otherSlot;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
        slot = offer.open(2000);
        otherSlot = offer.open(2000);
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
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
        Await.of(vertx.close());
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
        boolean named = operation.getOpenAPIPath().contains("{")
                || operation.getOperationId().equals("createBooking");
        return named ? Arrays.stream(Thing.values()) : Stream.of(Thing.THERE);
    }

    private static void check(Operation operation, Role role, Thing thing) {
        Rule rule = Objects.requireNonNull(RULES.get(operation.getOperationId()), "no rule");
        TestClient owner = backstage.client();
        String booking = client.post("/bookings")
                .token(owner.token())
                .json(slotId(slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
        if (operation.getOperationId().equals("createBooking")) {
            owner = backstage.client(); // who has none yet
        }
        Request request = request(operation, thing, booking);
        String token = token(operation, role, owner);
        Response response = (token.isEmpty() ? request : request.token(token)).await();
        String outcome = response.status() < 400 ? "" + response.status() : response.status() + " " + response.code();
        String expected = rule.expected(role, thing);
        assertEquals(expected, outcome);
        boolean touched = thing == Thing.THERE && role == Role.OWNER && !expected.contains(" ");
        if (!touched && !operation.getOperationId().equals("createBooking")) {
            assertEquals(
                    List.of(List.of("BOOKED", 1L)),
                    offer.rows("select state, count(*) from booking where client_id = '" + owner.id()
                            + "' group by state"),
                    "something happened to the owner's booking");
        }
    }

    private static Request request(Operation operation, Thing thing, String booking) {
        String unknown = thing == Thing.UNKNOWN ? UUID.randomUUID().toString() : "no-such-thing";
        boolean there = thing == Thing.THERE;
        String path = operation
                .getOpenAPIPath()
                .replace("{bookingId}", there ? booking : unknown)
                .replace("{slotId}", there ? slot.id().toString() : unknown)
                .replace("{appointmentTypeId}", there ? Offer.SESSION : unknown);
        assertFalse(path.contains("{"), () -> "a path that names something unheard of: " + path);
        Request request = client.request(operation.getHttpMethod(), path);
        return switch (operation.getOperationId()) {
            case "createBooking" -> request.json(slotId(there ? slot.id().toString() : unknown));
            case "rescheduleBooking" -> request.json(slotId(otherSlot.id().toString()));
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
            case "eraseMe" -> request.json(new JsonObject().put("currentPassword", "wrong123"));
            default -> {
                assertTrue(operation.getRequestBody() == null, "a body that nobody thought of");
                yield request;
            }
        };
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
