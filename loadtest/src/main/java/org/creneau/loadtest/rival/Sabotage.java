package org.creneau.loadtest.rival;

import java.util.Arrays;
import java.util.Optional;

/** Créneau's seat protocol with one of its protections missing: what the checkers must be able to see. */
public enum Sabotage {
    /** The insert does not look at the lease's deadline: it may land after the seat went to somebody else. */
    NO_LEASE_CHECK("no-lease-check") {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new Unbatched(parts.seats(), parts.pipelined(), parts.insertDeadlineMillis());
        }
    },
    /** A seat whose insert is not answered in time is given back, as if that were a failure. */
    GIVES_BACK("gives-back") {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new GivesBack(parts.seats(), parts.pipelined(), parts.insertDeadlineMillis());
        }
    },
    /** Redis counts seats instead of naming them. */
    BARE_COUNTER("bare-counter") {
        @Override
        SeatTaking taking(RivalParts parts) {
            return new BareCounter(parts.redis(), parts.pipelined());
        }
    };

    private final String option;

    Sabotage(String option) {
        this.option = option;
    }

    /** As it is named on the command line of {@link SabotagedNode}. */
    public String option() {
        return option;
    }

    static Optional<Sabotage> named(String option) {
        return Arrays.stream(values())
                .filter(sabotage -> sabotage.option.equals(option))
                .findFirst();
    }

    abstract SeatTaking taking(RivalParts parts);
}
