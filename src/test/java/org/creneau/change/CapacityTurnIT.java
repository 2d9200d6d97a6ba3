package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever withdraws seats does so in turn, on whichever node: nobody else is refused a seat that stays. */
class CapacityTurnIT {

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode one;
    private TestNode other;
    private Desk desk;
    private Desk otherDesk;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        // Statements that are halted go on in the end.
        Map<String, String> patient = Map.of(
                "rateLimits", "OFF", "database.statementTimeoutMillis", "25000", "http.requestTimeoutMillis", "50000");
        one = TestNode.start(database, redis, patient);
        other = TestNode.start(database, redis, patient);
        TestClient manager = backstage.employee("clef", false, true);
        desk = new Desk(one, manager);
        otherDesk = new Desk(other, manager);
    }

    @AfterEach
    void everythingIsInOrder() {
        try {
            assertEquals(List.of(), backstage.violations(crowd.history()));
            Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
            assertEquals(0, offer.count("select count(*) from capacity_turn"));
        } finally {
            one.close();
            other.close();
            backstage.close();
        }
    }

    /** Withdrawals stop with the seats taken from Redis and nothing recorded, until the connection that has the lock ends. */
    private Connection haltedWithdrawals() throws SQLException {
        offer.execute("""
                create function halt() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock_shared(15);
                    return null;
                end $$;
                create trigger halt before update of withdrawn on slot for each statement execute function halt()""");
        Connection connection = TestServers.connect(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(15)");
        }
        return connection;
    }

    private long halted() {
        return offer.count("""
                select count(*) from pg_locks
                where locktype = 'advisory' and not granted
                  and database = (select oid from pg_database where datname = current_database())""");
    }

    private long refused(Slot slot, int clients) {
        return backstage.clients(clients).stream()
                .map(who -> Await.of(crowd.book(other, who, slot, null)))
                .filter(answer -> answer.status() == 409)
                .count();
    }

    private void isShown(Slot slot, int capacity, long left) {
        Until.answers(
                () -> desk.shown(slot.id()),
                shown -> shown.getInteger("capacity") == capacity && shown.getInteger("left") == left);
    }

    @Test
    void whoeverComesWhileSeatsAreWithdrawnGetsThoseThatStay() throws SQLException {
        Slot slot = offer.open(100);
        List<Future<Response>> asked = new ArrayList<>();
        try (Connection halt = haltedWithdrawals()) {
            asked.add(desk.capacity(slot, 60).send());
            Until.holds(() -> halted() == 1);
            // Somebody else asks, and the other node looks for what is not reached.
            asked.add(otherDesk.capacity(slot, 60).send());
            Until.holds(() -> halted() > 1 || asked.get(1).isComplete());
            assertEquals(1, halted());
            assertEquals(0, refused(slot, 60));
            assertTrue(halt.isValid(0));
        }
        Await.of(Future.all(asked));
        asked.forEach(answer -> answer.result().expect(200));
        isShown(slot, 60, 0);
    }

    /** The control: two that do not take turns have twice as many seats as are to go, and somebody hears that it is full. */
    @Test
    void withoutTurnsSomebodyIsRefusedASeatThatStays() throws SQLException {
        Slot slot = offer.open(100);
        offer.execute("""
                create function over() returns trigger language plpgsql as $$
                begin
                    new.until := clock_timestamp();
                    return new;
                end $$;
                create trigger over before insert or update on capacity_turn for each row execute function over()""");
        List<Future<Response>> asked = new ArrayList<>();
        long refused;
        try (Connection halt = haltedWithdrawals()) {
            asked.add(desk.capacity(slot, 60).send());
            Until.holds(() -> halted() == 1);
            asked.add(otherDesk.capacity(slot, 60).send());
            Until.holds(() -> halted() > 1);
            refused = refused(slot, 60);
            assertTrue(halt.isValid(0));
        }
        assertTrue(refused >= 40, refused + " refused");
        Await.of(Future.all(asked));
        isShown(slot, 60, refused);
    }

    /** A node that dies in its turn holds nobody up for long. */
    @Test
    void aTurnThatNobodyEndsIsOver() {
        Slot slot = offer.open(5);
        offer.execute("insert into capacity_turn (slot_id, holder, until) values ('" + slot.id()
                + "', gen_random_uuid(), clock_timestamp() + interval '1 minute')");
        assertEquals(5, desk.capacity(slot, 3).await().expect(200).getInteger("capacity"));
        offer.execute("update capacity_turn set until = clock_timestamp()");
        isShown(slot, 3, 3);
    }
}
