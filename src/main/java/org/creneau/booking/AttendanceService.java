package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.creneau.booking.Attendance.Mark;
import org.creneau.booking.Attendance.Result;
import org.creneau.booking.AttendanceChanges.Facts;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Unavailable;

/**
 * Marks who came, from the slot's start on, and corrects it for a while after its end. Seats stay taken whoever came, so
 * Redis need not hear of it.
 */
public final class AttendanceService {

    /** Somebody else marks the same ones, or the job that ends bookings is there at the same moment. */
    private static final int MAX_ATTEMPTS = 4;

    private final AttendanceChanges changes;
    private final int correctionDays;

    /** @param correctionDays from the slot's end, for which attendance can be marked and corrected */
    public AttendanceService(SqlClient client, int correctionDays) {
        this.changes = new AttendanceChanges(client);
        this.correctionDays = correctionDays;
    }

    public Future<Result> mark(Attendance.MarkAll command) {
        return attempt(command, command, 1).recover(DatabaseFailures::translate);
    }

    /** @param left of the command: what is not marked yet */
    private Future<Result> attempt(Attendance.MarkAll command, Attendance.MarkAll left, int attempt) {
        if (attempt > MAX_ATTEMPTS) {
            return Future.failedFuture(new Unavailable("attendance that others mark at the same time", null));
        }
        return changes.mark(left, correctionDays)
                .recover(failure -> DatabaseFailure.of(failure) == DatabaseFailure.REPEAT
                        ? Future.succeededFuture(Set.of())
                        : Future.failedFuture(failure))
                .compose(marked -> {
                    if (marked.size() == left.marks().size()) {
                        return Future.succeededFuture(new Result.Marked());
                    }
                    List<Mark> others = left.marks().stream()
                            .filter(mark -> !marked.contains(mark.bookingId()))
                            .toList();
                    // What is left over by those who came in between is tried again, and nothing else.
                    return changes.facts(left, correctionDays)
                            .compose(facts -> refusal(command, others, facts)
                                    .<Future<Result>>map(Future::succeededFuture)
                                    .orElseGet(() -> attempt(command, left.with(others), attempt + 1)));
                });
    }

    private static Optional<Result> refusal(Attendance.MarkAll command, List<Mark> others, Facts facts) {
        return switch (facts.phase()) {
            case TOO_EARLY -> Optional.of(new Result.TooEarly());
            case TOO_LATE -> Optional.of(new Result.TooLate());
            case NO_SUCH_SLOT -> Optional.of(new Result.NoSuchSlot());
            case OPEN -> {
                List<Integer> positions = others.stream()
                        .filter(mark -> !facts.markable().contains(mark.bookingId()))
                        .map(command.marks()::indexOf)
                        .toList();
                yield positions.isEmpty() ? Optional.empty() : Optional.of(new Result.NotMarkable(positions));
            }
        };
    }
}
