package org.creneau.change;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job, as the node has it that goes on with it.
 *
 * @param attempts that failed since it last got on
 */
record Work(
        UUID id,
        Job.Kind kind,
        String organisation,
        @Nullable LocalDate day,
        String reason,
        Author author,
        int attempts) {

    boolean cancels() {
        return kind != Job.Kind.MOVE_SLOT;
    }
}
