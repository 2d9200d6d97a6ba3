package org.creneau.loadtest.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.creneau.booking.BookingClient;
import org.creneau.config.PostgresUrl;
import org.creneau.slot.SlotDirectory;

/**
 * The strategies by name, each with the number of PostgreSQL connections with which it was fastest: tried with 512 clients
 * on one slot on two cores, from 1 to 32 connections in powers of two. Strategies of one statement pipeline theirs, which
 * made them up to half as fast again; a transaction of several round trips needs a connection to itself.
 */
public enum Strategy {
    /** Conditional {@code UPDATE} of a counter row, and the insert, in one statement. */
    COUNTER("counter", 1) {
        @Override
        void prepare(PostgresUrl database) {
            SideTables.counters(database);
        }

        @Override
        SeatTaking taking(RivalParts parts) {
            return new CounterUpdate(parts.pipelined());
        }
    },
    /** {@code SELECT … FOR UPDATE} of the slot in a transaction of several round trips. */
    FOR_UPDATE("for-update", 2) {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new RowLock(parts.pool());
        }
    },
    /** {@code pg_advisory_xact_lock} in a transaction of several round trips. */
    ADVISORY_LOCK("advisory-lock", 4) {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new AdvisoryLock(parts.pool());
        }
    },
    /** {@code SET NX PX} in Redis around look and insert. */
    REDIS_LOCK("redis-lock", 2) {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new RedisLock(parts.vertx(), parts.redis(), parts.pool(), parts.limitMillis());
        }
    },
    /** A row for each seat and {@code FOR UPDATE SKIP LOCKED}, in one statement. */
    SKIP_LOCKED("skip-locked", 4) {
        @Override
        void prepare(PostgresUrl database) {
            SideTables.seats(database);
        }

        @Override
        SeatTaking taking(RivalParts parts) {
            return new SkipLocked(parts.pipelined());
        }
    },
    /** Créneau's own protocol, each request by itself. */
    UNBATCHED("unbatched", 2) {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new Unbatched(parts.seats(), parts.pipelined(), parts.insertDeadlineMillis());
        }
    },
    /** Nothing is stored. */
    FLOOR("floor", 1) {
        @Override
        BookingClient bookings(RivalParts parts, BookingClient own, SlotDirectory slots) {
            return new Floor(slots);
        }

        @Override
        SeatTaking taking(RivalParts parts) {
            throw new UnsupportedOperationException("the floor takes no seats");
        }
    };

    private final String option;
    private final int connections;

    Strategy(String option, int connections) {
        this.option = option;
        this.connections = connections;
    }

    /** As it is named on the command line. */
    public String option() {
        return option;
    }

    /** Connections to PostgreSQL that it books with, unless told otherwise. */
    public int connections() {
        return connections;
    }

    public static Optional<Strategy> named(String option) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.option.equals(option))
                .findFirst();
    }

    /** The names, as on the command line. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Strategy::option).toList();
    }

    /** Makes what it keeps beside the product's tables, which must be there. Blocks. */
    void prepare(PostgresUrl database) {
        // Most need nothing.
    }

    BookingClient bookings(RivalParts parts, BookingClient own, SlotDirectory slots) {
        return new RivalBookings(parts.vertx(), own, slots, taking(parts));
    }

    abstract SeatTaking taking(RivalParts parts);
}
