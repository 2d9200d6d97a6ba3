package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.sqlclient.SqlClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.creneau.booking.SeatDifference.Leaked;
import org.creneau.core.Ids;
import org.creneau.seat.Occupant;
import org.creneau.seat.SeatHead;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.SeatLedger.Held;
import org.creneau.seat.SeatRecord;
import org.creneau.seat.SeatSheet;
import org.creneau.seat.Seats;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a lease counts as leaked, what is then taken back, and what a load leaves alone. No sweeper runs beside it. */
class SeatAuditIT {

    private static final long STATEMENT_MILLIS = 2000;

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    // As an older server or a proxy speaks; the other tests speak the newer protocol.
    private final Redis redis =
            Redis.createClient(vertx, new RedisOptions().setConnectionString(TestServers.newRedis() + "?protocol=2"));
    private final Seats seats = Seats.create(vertx, redis, false, 5000);
    private final SeatLedger ledger = seats.ledger();
    private final SqlClient sql = PgBuilder.client()
            .connectingTo(PgConnectOptions.fromUri(database))
            .using(vertx)
            .build();
    private final SeatLoader loader =
            new SeatLoader(seats, new SlotOccupants(sql, 5000), new BookingMetrics(new SimpleMeterRegistry()));
    private final SeatAudit audit = new SeatAudit(ledger, new SeatFacts(sql, 5000), loader, STATEMENT_MILLIS);

    private final Slot slot = offer.open(2);
    private final UUID booking = Ids.next();
    private final UUID client = UUID.randomUUID();

    @BeforeEach
    void load() {
        Await.of(loader.load(slot.id()));
    }

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Test
    void aLeaseThatWasProlongedIsWatchedAnew() throws SQLException {
        lease(ago(60));
        try (Connection one = writing()) {
            assertEquals(1, look().pending());
            one.rollback();
        }
        // The same booking once more, with a new deadline that is past too; its insert may be the one under way.
        lease(ago(30));
        try (Connection other = writing()) {
            assertEquals(1, look().pending());
            other.rollback();
        }
        Until.holds(() -> look().differences().equals(List.of(new Leaked(slot.id(), 0, booking, ago(30)))));
    }

    @Test
    void aLeaseThatWasProlongedAfterTheLookIsLeftAlone() {
        lease(ago(60));
        Leaked leaked = leaked();
        lease(ago(30));

        Await.of(audit.repair(leaked));
        assertTrue(sheet().seats().containsKey(0));
        Await.of(audit.repair(leaked()));
        assertEquals(2, sheet().left());
    }

    @Test
    void aLoadLeavesLeasesAlone() {
        lease(ago(-30));
        Await.of(loader.load(slot.id()));

        SeatSheet sheet = sheet();
        assertEquals(1, sheet.left());
        assertEquals(
                List.of(booking),
                sheet.seats().values().stream().map(SeatRecord::bookingId).toList());
        lease(ago(-60)); // and its client still has it
    }

    @Test
    void aSeatBeyondTheCapacityIsGivenBackToNobody() {
        String epoch = Await.of(ledger.epoch(slot.id()));
        assertTrue(Await.of(ledger.install(
                slot.id(), epoch, Long.parseLong(epoch) + 1, 1, List.of(new Occupant(1, booking, client)))));
        Await.of(ledger.release(slot.id(), List.of(new Held(1, booking)), true));

        assertEquals(1, sheet().left());
        assertEquals(1, sheet().capacity());
    }

    @Test
    void leasesAreCountedUntilTheyAreRecordedOrGivenBack() {
        List<Held> held = List.of(new Held(0, booking));
        lease(ago(-30));
        lease(ago(-60));
        assertEquals(1, head().leases());
        Await.of(ledger.confirm(slot.id(), held));
        Await.of(ledger.confirm(slot.id(), held));
        assertEquals(0, head().leases());
        Await.of(ledger.release(slot.id(), held, true));
        assertEquals(0, head().leases());

        lease(ago(-30));
        Await.of(ledger.releaseLease(slot.id(), 0, booking, ago(-30)));
        assertEquals(0, head().leases());
        lease(ago(-30));
        Await.of(loader.reload(slot.id()));
        assertEquals(1, head().leases(), "a load leaves it alone");
        Await.of(ledger.mark(slot.id(), new Occupant(0, Ids.next(), UUID.randomUUID())));
        assertEquals(0, head().leases(), "somebody else has the seat");
        assertEquals(new SeatHead(2, 1, 0), head());
    }

    @Test
    void numbersAgreeOnlyWhereNoSeatLeaked() {
        assertEquals(Set.of(slot.id()), agreeing());
        lease(ago(-30));
        Await.of(ledger.confirm(slot.id(), List.of(new Held(0, booking))));
        assertEquals(Set.of(), agreeing(), "taken in Redis, free in PostgreSQL");
        offer.execute("update slot set capacity = 3 where id = '%s'".formatted(slot.id()));
        Await.of(ledger.release(slot.id(), List.of(new Held(0, booking)), true));
        assertEquals(Set.of(), agreeing(), "another capacity");
    }

    private final Instant start = Instant.now();

    private long ago(long seconds) {
        return start.minus(Duration.ofSeconds(seconds)).toEpochMilli();
    }

    private void lease(long deadlineMillis) {
        TakeResult result =
                Await.of(ledger.take(slot.id(), List.of(new TakeRequest(booking, client, deadlineMillis)), false));
        assertEquals(
                List.of(new TakeAnswer.Taken(0)),
                assertInstanceOf(TakeResult.Answered.class, result).answers());
    }

    private Leaked leaked() {
        return assertInstanceOf(
                Leaked.class,
                Until.answers(() -> look().differences(), found -> !found.isEmpty())
                        .get(0));
    }

    private SeatAudit.Findings look() {
        return Await.of(audit.compare(List.of(slot.id()))).get(0);
    }

    private SeatHead head() {
        return Objects.requireNonNull(Await.of(ledger.heads(List.of(slot.id()))).get(slot.id()));
    }

    private Set<UUID> agreeing() {
        return Await.of(audit.heads(List.of(slot.id())).compose(audit::agreeing));
    }

    private SeatSheet sheet() {
        return Await.of(ledger.read(slot.id())).orElseThrow();
    }

    /** A transaction that has an id. */
    private Connection writing() throws SQLException {
        Connection connection = TestServers.connect(database);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_current_xact_id()");
        }
        return connection;
    }
}
