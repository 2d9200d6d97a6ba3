package org.creneau.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.access.Scope;
import org.creneau.authorization.FeatureRules.Completion;
import org.creneau.http.Contract;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract, called by everybody, on everything. An operation without a rule fails, so that a new one
 * cannot be forgotten.
 */
class AuthorizationMatrixIT {

    /** So many operations are tried at once, each by one caller after the other. */
    private static final int THREADS = 8;

    private static final List<FeatureRules> FEATURES = List.of(
            new CatalogueRules(),
            new AccountRules(),
            new RegistrationRules(),
            new BookingRules(),
            new PrivacyRules(),
            new OfferRules(),
            new SlotChangeRules(),
            new StaffRules(),
            new DeskRules(),
            new PartnerSystemRules(),
            new PartnerClientRules(),
            new PartnerBookingRules(),
            new EventRules());

    private static final Map<String, Entry> ENTRIES = all(FeatureRules::entries);
    private static final Map<String, Function<Call, String>> NAMES = all(FeatureRules::names);

    private static final Vertx vertx = Vertx.vertx();
    private static final Contract contract = Await.of(Contract.load(vertx));
    private static final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    private static World world;

    private static <T> Map<String, T> all(Function<FeatureRules, Map<String, T>> part) {
        Map<String, T> all = new HashMap<>();
        for (FeatureRules feature : FEATURES) {
            part.apply(feature).forEach((name, value) -> {
                if (all.put(name, value) != null) {
                    throw new IllegalStateException("two features have " + name);
                }
            });
        }
        return all;
    }

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        callers.shutdownNow();
        world.close();
        Await.of(vertx.close());
    }

    @Test
    void everyOperationHasARuleAndEveryRuleAnOperation() {
        assertEquals(
                new TreeSet<>(ENTRIES.keySet()),
                contract.model().operations().stream()
                        .map(Operation::getOperationId)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The calls of one operation come one after the other, because some name the version that they have seen. */
    @TestFactory
    Stream<DynamicTest> everybodyOnEverything() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Operation operation : contract.model().operations()) {
            List<FutureTask<Void>> calls = new ArrayList<>();
            Trial trial = new Trial(operation);
            for (Role role : Role.values()) {
                things(operation).forEach(thing -> {
                    FutureTask<Void> call = new FutureTask<>(() -> trial.check(role, thing), null);
                    calls.add(call);
                    tests.add(
                            dynamicTest(operation.getOperationId() + ", " + role + ", " + thing, () -> outcome(call)));
                });
            }
            callers.execute(() -> calls.forEach(FutureTask::run));
        }
        return tests.stream();
    }

    private static void outcome(FutureTask<Void> call) throws Throwable {
        try {
            call.get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }

    private static Stream<Thing> things(Operation operation) {
        Entry entry = ENTRIES.get(operation.getOperationId());
        boolean named = operation.getOpenAPIPath().contains("{") || (entry != null && entry.isNamedInBody());
        return named ? Arrays.stream(Thing.values()) : Stream.of(Thing.THERE);
    }

    /** The calls of one operation. */
    private static final class Trial {

        private final Operation operation;
        /** The same for all calls, until one is granted and may have changed something. */
        private @Nullable Owner owner;

        Trial(Operation operation) {
            this.operation = operation;
        }

        String what(Role role, Thing thing) {
            return operation.getOperationId() + ", " + role + ", " + thing;
        }

        void check(Role role, Thing thing) {
            Entry entry = Objects.requireNonNull(
                    ENTRIES.get(operation.getOperationId()), () -> "no rule for " + operation.getOperationId());
            Owner current = owner == null
                    ? world.owner(entry.before(), operation.getOpenAPIPath().contains("{clientId}"))
                    : owner;
            owner = null;
            List<List<Object>> before = world.bookingsOf(current);
            Request request = request(entry, new Call(world, operation, thing, current));
            String token = token(entry, role, current);
            Response response = (token.isEmpty() ? request : request.token(token)).await();
            boolean granted = response.status() < 400;
            assertEquals(
                    entry.rule().expected(role, thing),
                    granted ? "" + response.status() : response.status() + " " + response.code(),
                    () -> what(role, thing));
            if (!(granted && thing == Thing.THERE && entry.mayChangeBookings(role))) {
                assertEquals(
                        before, world.bookingsOf(current), () -> what(role, thing) + " changed the owner's bookings");
            }
            owner = granted ? null : current;
        }

        private Request request(Entry entry, Call call) {
            String path = operation.getOpenAPIPath();
            for (Map.Entry<String, Function<Call, String>> name : NAMES.entrySet()) {
                String parameter = "{" + name.getKey() + "}";
                if (path.contains(parameter)) {
                    path = path.replace(
                            parameter, call.name(() -> name.getValue().apply(call)));
                }
            }
            assertFalse(path.contains("{"), "a path that names something unheard of: " + path);
            Request request = world.client().request(operation.getHttpMethod(), path);
            Completion completion = entry.completion();
            assertTrue(completion != null || operation.getRequestBody() == null, "a body that nobody thought of");
            if (completion != null) {
                completion.accept(call, request);
            }
            return request;
        }

        /** Empty for nobody. A log-out is of a log-in of its own. */
        private String token(Entry entry, Role role, Owner current) {
            boolean logOut = operation.getOperationId().equals("logOut");
            if (role == Role.ANONYMOUS) {
                return "";
            }
            if (role == Role.MUST_CHANGE_PASSWORD && logOut) {
                return world.temporaryLogIn();
            }
            if (role == Role.PARTNER_WITHOUT_SCOPE) {
                Scope scope = entry.rule().scope();
                return world.withoutScope(scope == null ? Scope.EVENTS : scope);
            }
            if (Role.EMPLOYEES.contains(role) && logOut) {
                return world.backstage().employee("clef", false, false).token();
            }
            if (role == Role.OWNER && !entry.isForAccounts()) {
                return current.client().token();
            }
            if (role == Role.ANOTHER_CLIENT && !entry.isForAccounts()) {
                return world.backstage().client().token();
            }
            return world.token(role);
        }
    }

    @Test
    void listsShowNothingOfOthers() {
        Owner one = world.owner(Entry.Before.BOOKING, false);
        TestClient other = world.backstage().client();
        assertTrue(bookings(one.client()).contains(one.booking()));
        assertFalse(bookings(other).contains(one.booking()));
        assertNotEquals(me(Role.OWNER), me(Role.ANOTHER_CLIENT));
    }

    private static String bookings(TestClient who) {
        return world.client()
                .get("/bookings")
                .token(who.token())
                .await()
                .expect(200)
                .encode();
    }

    private static String me(Role role) {
        return world.client()
                .get("/me")
                .token(world.token(role))
                .await()
                .expect(200)
                .getString("id");
    }
}
