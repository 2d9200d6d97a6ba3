package org.creneau.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Accounts;
import org.creneau.auth.Accounts.Principal;
import org.creneau.booking.BookingClient;
import org.creneau.booking.Bookings;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;
import org.creneau.privacy.PersonalData.Erase;
import org.creneau.privacy.PersonalData.EraseResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erasure in the middle of which bookings cannot be cancelled. */
class ErasureServiceIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .using(vertx)
            .build();
    private final List<UUID> ended = new ArrayList<>();
    private final List<UUID> cancelled = new ArrayList<>();
    private final AtomicReference<Future<Bookings.CancelResult>> answer = new AtomicReference<>();
    private final UUID client = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();
    private final UUID booking = UUID.randomUUID();
    private final ErasureStore store = new ErasureStore(new Sql(pool), new AuditLog(pool));
    private final ErasureService service = new ErasureService(vertx, store, bookings(), ended::addAll, 10_000);

    private BookingClient bookings() {
        return (BookingClient) Proxy.newProxyInstance(
                BookingClient.class.getClassLoader(),
                new Class<?>[] {BookingClient.class},
                (proxy, method, arguments) -> {
                    cancelled.add(((Bookings.Cancel) arguments[0]).bookingId());
                    return answer.get();
                });
    }

    @BeforeEach
    void start() {
        Slot slot = offer.open(1);
        offer.execute("""
                insert into client (id) values ('%1$s');
                insert into account (id, client_id, user_code, email, password_hash)
                    values ('%1$s', '%1$s', 'BrAnDfOrD04', 'a@example.org', 'x');
                insert into session (id, account_id) values ('%2$s', '%1$s');
                insert into registration_draft (client_id, steps) values ('%1$s', '{}');
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    values ('%3$s', '%4$s', 0, '%1$s', 'session', 'BOOKED', 'CLIENT')
                """.formatted(client, session, booking, slot.id()));
        onEventLoop(() -> {
            Accounts.VERIFY_PASSWORD.serve(
                    vertx, command -> Future.succeededFuture(new Accounts.VerifyPasswordResult.Verified()));
            return Future.succeededFuture();
        });
    }

    @AfterEach
    void stop() {
        Await.of(pool.close());
        Await.of(vertx.close());
    }

    private <T> T onEventLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(now -> work.get().onComplete(done));
        return Await.of(done.future());
    }

    private String state() {
        return (String) offer.rows("select state from erasure_request").get(0).get(0);
    }

    @Test
    void theClientIsShutOutAtOnceAndTheRestIsDoneLater() {
        answer.set(Future.failedFuture(new Unavailable("PostgreSQL", null)));
        EraseResult result = onEventLoop(() -> service.erase(new Erase(principal(client), "abc12345", "here")));
        assertEquals(false, assertInstanceOf(EraseResult.Accepted.class, result).done());
        assertEquals("REQUESTED", state());
        assertEquals(List.of(session), ended);
        assertEquals(0, offer.count("select count(*) from account where user_code = 'BrAnDfOrD04' or email <> ''"));
        assertEquals(1, offer.count("select count(*) from session where end_reason = 'ERASED'"));
        assertEquals(1, offer.count("select count(*) from registration_draft"));

        offer.execute("update erasure_request set requested_at = now() + interval '1 hour'");
        onEventLoop(service::resume); // the node that took it may still be at it
        assertEquals("REQUESTED", state());

        offer.execute("update erasure_request set requested_at = now() - interval '1 hour'");
        answer.set(Future.succeededFuture(new Bookings.CancelResult.NotCancellable()));
        onEventLoop(service::resume);
        assertEquals("ERASED", state());
        assertEquals(List.of(booking, booking), cancelled);
        assertEquals(0, offer.count("select count(*) from registration_draft"));
        assertEquals(
                List.of(List.of("ERASURE_REQUESTED"), List.of("ERASED")),
                offer.rows("select action from audit_log order by id"));
    }

    @Test
    void twiceIsOnce() {
        answer.set(Future.succeededFuture(new Bookings.CancelResult.NotCancellable()));
        for (int i = 0; i < 2; i++) {
            EraseResult result = onEventLoop(() -> service.erase(new Erase(principal(client), "abc12345", "here")));
            assertTrue(assertInstanceOf(EraseResult.Accepted.class, result).done());
        }
        assertEquals(2, offer.count("select count(*) from audit_log"));
        assertEquals(1, offer.count("select count(*) from file_history"));
        assertEquals(1, offer.count("select count(*) from erased_client"));
    }

    @Test
    void oneThatFailsHoldsUpNobodyElse() {
        UUID other = UUID.randomUUID();
        offer.execute("""
                insert into client (id) values ('%2$s');
                insert into registration_draft (client_id, steps) values ('%2$s', '{}');
                insert into erasure_request (client_id, requested_at)
                    values ('%1$s', now() - interval '2 hours'), ('%2$s', now() - interval '1 hour')
                """.formatted(client, other));
        answer.set(Future.failedFuture(new Unavailable("PostgreSQL", null)));
        assertThrows(Unavailable.class, () -> onEventLoop(service::resume));
        assertEquals(
                List.of(List.of("REQUESTED"), List.of("ERASED")),
                offer.rows("select state from erasure_request order by requested_at"));
    }

    /** Somebody who has nothing yet, and whose account is about to be erased for that. */
    private UUID unused() {
        UUID id = UUID.randomUUID();
        offer.execute("""
                insert into client (id) values ('%1$s');
                insert into account (id, client_id, user_code, email, password_hash, imported_as)
                    values ('%1$s', '%1$s', left('%1$s', 16), 'a@example.org', 'x', left('%1$s', 16));
                insert into erasure_request (client_id, because, requested_at)
                    values ('%1$s', 'UNUSED', now() - interval '1 hour')
                """.formatted(id));
        return id;
    }

    @Test
    void anUnusedAccountThatIsUsedBeforeTheErasureStays() {
        UUID unused = unused();
        UUID loggedIn = unused();
        UUID drafting = unused();
        UUID registered = unused();
        UUID booked = unused();
        offer.execute("""
                insert into session (id, account_id) values ('%1$s', '%1$s');
                insert into registration_draft (client_id, steps) values ('%2$s', '{}');
                insert into registration (client_id, status_id, family_name, given_name, birth_date, sex, reference_number,
                    email, country, street, town, home_phone, residence_in_quebec, french, source)
                values ('%3$s', 'resident-permanent', 'a', 'b', '1987-06-05', 'F', 'C1234567', 'e', 'CA', 's', 't', 'p', true,
                    true, 'CLIENT');
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    values ('%4$s', '%5$s', 0, '%4$s', 'session', 'BOOKED', 'CLIENT')
                """.formatted(
                        loggedIn, drafting, registered, booked, offer.open(1).id()));
        onEventLoop(service::resume);
        assertEquals(List.of(List.of(unused, "ERASED")), offer.rows("select client_id, state from erasure_request"));
        assertEquals(List.of(), cancelled);
        for (UUID kept : List.of(loggedIn, drafting, registered, booked)) {
            assertEquals(
                    1,
                    offer.count("select count(*) from account where client_id = '" + kept
                            + "' and email = 'a@example.org' and imported_as is not null"));
        }
        assertEquals(1, offer.count("select count(*) from registration"));
        assertEquals(0, offer.count("select count(*) from session where end_reason is not null"));
        assertEquals(0, offer.count("select count(*) from account where user_code = left('" + unused + "', 16)"));
        assertEquals(
                1,
                offer.count("select count(*) from erased_client where imported_as_digest ="
                        + " sha256(convert_to(left('" + unused + "', 16), 'UTF8'))"));
    }

    /** Whoever logs in to ask for it is erased, in use or not. */
    @Test
    void whoAsksIsErasedWhateverElseWasTheReason() {
        offer.execute("insert into erasure_request (client_id, because) values ('" + client + "', 'UNUSED')");
        answer.set(Future.succeededFuture(new Bookings.CancelResult.NotCancellable()));
        EraseResult result = onEventLoop(() -> service.erase(new Erase(principal(client), "abc12345", "here")));
        assertTrue(assertInstanceOf(EraseResult.Accepted.class, result).done());
        assertEquals(List.of(List.of("ASKED", "ERASED")), offer.rows("select because, state from erasure_request"));
        assertEquals(List.of(booking), cancelled);
        assertEquals(1, offer.count("select count(*) from audit_log where action = 'ERASURE_REQUESTED'"));
    }

    @Test
    void onlyABookingThatHasNotBegunIsLookedAtAgain() {
        answer.set(Future.succeededFuture(new Bookings.CancelResult.NotCancellable()));
        onEventLoop(() -> service.erase(new Erase(principal(client), "abc12345", "here")));
        assertEquals(List.of(client), onEventLoop(store::due));
        Slot begun = offer.add(Offer.SESSION, true, Duration.ofHours(-1), Duration.ofDays(-30), 1);
        offer.execute("update booking set slot_id = '" + begun.id() + "'");
        assertEquals(List.of(), onEventLoop(store::due));
    }

    /** Somebody who works for the ministry, with an account and nothing else. */
    private UUID employee(String role) {
        UUID id = UUID.randomUUID();
        offer.execute("""
                insert into client (id) values ('%1$s');
                insert into account (id, client_id, user_code, email, password_hash)
                    values ('%1$s', '%1$s', left('%1$s', 16), 'a@example.org', 'x');
                insert into staff_member (client_id, organisation_id, role) values ('%1$s', 'bureau', '%2$s')
                """.formatted(id, role));
        return id;
    }

    private Future<EraseResult> erasure(UUID who) {
        Promise<EraseResult> done = Promise.promise();
        vertx.runOnContext(now ->
                service.erase(new Erase(principal(who), "abc12345", "here")).onComplete(done));
        return done.future();
    }

    @Test
    void theMinistryKeepsAManager() {
        UUID agent = employee("AGENT");
        UUID manager = employee("MANAGER");
        assertInstanceOf(EraseResult.LastManager.class, Await.of(erasure(manager)));
        assertEquals(0, offer.count("select count(*) from erasure_request"));
        assertEquals(0, offer.count("select count(*) from audit_log"));
        assertEquals(
                2,
                offer.count("select count(*) from account where email = 'a@example.org' and client_id <> '" + client
                        + "'"));
        assertInstanceOf(EraseResult.Accepted.class, Await.of(erasure(agent)));
        UUID other = employee("MANAGER");
        assertInstanceOf(EraseResult.Accepted.class, Await.of(erasure(manager)));
        assertEquals(List.of(List.of(other)), offer.rows("select client_id from staff_member"));
    }

    @Test
    void ofTwoManagersWhoGoAtTheSameTimeOneStays() {
        assertEquals(List.of("Accepted", "LastManager"), bothGo());
        assertEquals(1, offer.count("select count(*) from staff_member"));
    }

    /** The control: without the row by which they take turns, both are gone. */
    @Test
    void withoutTurnsBothWouldBeGone() {
        offer.execute("delete from staff_roster");
        assertEquals(List.of("Accepted", "Accepted"), bothGo());
        assertEquals(0, offer.count("select count(*) from staff_member"));
    }

    private List<String> bothGo() {
        offer.execute("""
                create function slowly_gone() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(1);
                    return old;
                end $$;
                create trigger slowly_gone before delete on staff_member for each row execute function slowly_gone()""");
        List<UUID> managers = List.of(employee("MANAGER"), employee("MANAGER"));
        List<Future<EraseResult>> answers = managers.stream().map(this::erasure).toList();
        return answers.stream()
                .map(answer -> Await.of(answer).getClass().getSimpleName())
                .sorted()
                .toList();
    }

    private static Principal principal(UUID client) {
        return new Principal(client, null, false, Instant.MAX);
    }
}
