package org.creneau.booking;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.Seats;

/**
 * What the instances of a node are built from.
 *
 * @param connections a pipelined connection to PostgreSQL for each call, so that each instance has its own
 * @param statementTimeoutMillis PostgreSQL's limit for a statement
 * @param requestTimeoutMillis after which a client is told that the outcome is not known
 */
record BookingParts(
        Settings.Booking settings,
        long statementTimeoutMillis,
        long requestTimeoutMillis,
        Supplier<SqlClient> connections,
        Seats seats,
        BookingSlots slots,
        DatabaseClock clock,
        BookingMetrics metrics,
        Disturbance disturbance) {

    /** For PostgreSQL's own answer to come back before we stop waiting for it. */
    private static final long GRACE_MILLIS = 500;

    /** Bookings go on within two seconds after Redis went away, whatever else is set. */
    private static final long LONGEST_SETTLE_MILLIS = 1000;

    long timeoutMillis() {
        return statementTimeoutMillis + GRACE_MILLIS;
    }

    /** A request that has not got a seat by now gets none: well before its client is told that nothing is known. */
    private long limitMillis() {
        return requestTimeoutMillis * 4 / 5;
    }

    /**
     * How much earlier no seat is given that is not leased: its insert must be decided before the time limit of the
     * request. A quarter of the time is left for that at least, which is less than needed where the limit is set so short
     * that no insert could be decided within it.
     */
    private long earlierMillis(Unleased unleased) {
        long latest = requestTimeoutMillis - settings.insertDeadlineMillis() - unleased.afterDeadlineMillis();
        return limitMillis() - Math.max(requestTimeoutMillis / 4, Math.min(limitMillis(), latest));
    }

    /** The services of an instance, for its event loop. */
    BookingServices services(Vertx vertx, int instance, FullMemory memory) {
        SqlClient client = connections.get();
        SeatLedger ledger = seats.ledger();
        BookingReads reads = new BookingReads(client, timeoutMillis());
        BookingInserts inserts = new BookingInserts(client, timeoutMillis());
        BookingChanges changes = new BookingChanges(client, timeoutMillis());
        SeatLoader loader = new SeatLoader(seats, new SlotOccupants(client, timeoutMillis()), metrics);
        Unleased unleased = new Unleased(clock, statementTimeoutMillis);
        SeatReturns returns = new SeatReturns(vertx, ledger, unleased, settings.batchSize(), settings.maxQueue());
        BookingRecorder recorder =
                new BookingRecorder(vertx, inserts, metrics, settings.batchSize(), settings.maxQueue());
        DatabaseSeats withoutRedis = new DatabaseSeats(
                vertx,
                new FreeSeatReads(client, timeoutMillis()),
                unleased,
                metrics,
                settings.batchSize(),
                settings.maxQueue(),
                settings.insertDeadlineMillis(),
                earlierMillis(unleased));
        SeatReservations reservations = new SeatReservations(
                vertx,
                seats,
                loader,
                memory,
                clock,
                metrics,
                settings.batchSize(),
                settings.maxQueue(),
                settings.insertDeadlineMillis(),
                withoutRedis,
                Duration.ofMillis(Math.min(settings.fullMemoryMillis(), LONGEST_SETTLE_MILLIS)));
        metrics.queue("reservations", instance, reservations::waiting);
        metrics.queue("without-redis", instance, withoutRedis::waiting);
        metrics.queue("records", instance, recorder::waiting);
        return new BookingServices(
                new BookService(
                        vertx,
                        slots,
                        reservations,
                        recorder,
                        returns,
                        ledger,
                        loader,
                        reads,
                        clock,
                        disturbance,
                        unleased,
                        limitMillis()),
                new HoldService(
                        vertx,
                        slots,
                        new HoldReads(client, timeoutMillis()),
                        new HoldChanges(client, timeoutMillis()),
                        seats.touches(),
                        returns),
                new CancelService(vertx, slots, reads, changes, seats.touches(), returns),
                new RescheduleService(
                        vertx,
                        slots,
                        reservations,
                        inserts,
                        changes,
                        reads,
                        returns,
                        ledger,
                        seats.touches(),
                        clock,
                        disturbance,
                        unleased,
                        limitMillis()),
                reads);
    }

    /** What is to be done when slots are over. */
    Settlement settlement() {
        return new Settlement(new SettlementChanges(connections.get(), timeoutMillis()));
    }

    /** The end of what is held, for one event loop. */
    HoldExpiry holdExpiry(Vertx vertx) {
        Unleased none = new Unleased(clock, statementTimeoutMillis);
        return new HoldExpiry(
                new HoldChanges(connections.get(), timeoutMillis()),
                seats.touches(),
                new SeatReturns(vertx, seats.ledger(), none, settings.batchSize(), settings.maxQueue()),
                metrics,
                HoldVerticle.PAUSE_MILLIS);
    }

    /** Changes of the capacity, for one event loop. */
    CapacityService capacity(Vertx vertx) {
        SqlClient client = connections.get();
        return new CapacityService(
                vertx,
                seats,
                new SeatLoader(seats, new SlotOccupants(client, timeoutMillis()), metrics),
                new FreeSeatReads(client, timeoutMillis()),
                new WithdrawalChanges(client, timeoutMillis()),
                new CapacityTurns(
                        client,
                        settings.insertDeadlineMillis() + 2 * statementTimeoutMillis + settings.sweepMillis(),
                        timeoutMillis()),
                clock,
                settings.insertDeadlineMillis());
    }

    /** A comparison of seats, for one event loop. */
    SeatAudit audit() {
        SqlClient client = connections.get();
        SeatLoader loader = new SeatLoader(seats, new SlotOccupants(client, timeoutMillis()), metrics);
        return new SeatAudit(seats.ledger(), new SeatFacts(client, timeoutMillis()), loader, statementTimeoutMillis);
    }
}
