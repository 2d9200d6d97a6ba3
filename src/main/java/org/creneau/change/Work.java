package org.creneau.change;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job, as the node has it that goes on with it.
 *
 * @param attempts that failed since it last got on; beyond {@link #ALONE}, what is changed one at a time counts too
 */
record Work(
        UUID id,
        Job.Kind kind,
        String organisation,
        @Nullable LocalDate day,
        String reason,
        Author author,
        int attempts) {

    /** From so many failures on, one booking is changed at a time: if it fails then, it is that one. */
    static final int ALONE = 2;

    /** Bookings in one statement: it takes PostgreSQL some ten milliseconds. */
    private static final int MANY = 200;

    /** And after one of these has failed. */
    static final int SOME = 20;

    /** How many bookings are changed in the next statement. */
    int batchSize() {
        return attempts == 0 ? MANY : attempts < ALONE ? SOME : 1;
    }

    boolean cancels() {
        return kind != Job.Kind.MOVE_SLOT;
    }
}
