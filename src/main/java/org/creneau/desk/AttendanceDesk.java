package org.creneau.desk;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.Attendance;
import org.creneau.booking.AttendanceService;
import org.creneau.booking.BookingSource;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.desk.Attendances.Entry;
import org.creneau.desk.Attendances.Mark;
import org.creneau.desk.Attendances.MarkResult;
import org.creneau.desk.Attendances.Show;
import org.creneau.desk.Attendances.ShowResult;

/** Attendance, for those who work for the slot's organisation: its people, its system and the ministry. */
record AttendanceDesk(DeskSlots slots, AttendanceReads reads, AttendanceService attendance) {

    Future<ShowResult> show(Show command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ShowResult.BadCursor());
        }
        int limit = command.limit();
        return isOurs(command.by(), command.slotId())
                .compose(ours -> ours
                        ? reads.page(
                                        command.by(),
                                        command.slotId(),
                                        limit + 1,
                                        start.get().after())
                                .map(found -> new ShowResult.Found(Page.cut(found, limit, Entry::bookingId)))
                        : Future.succeededFuture(new ShowResult.NotFound()));
    }

    Future<MarkResult> mark(Mark command) {
        return isOurs(command.by(), command.slotId()).compose(ours -> {
            if (!ours) {
                return Future.succeededFuture(new MarkResult.NotFound());
            }
            List<Integer> repeated = repeated(command.marks());
            if (!repeated.isEmpty()) {
                return Future.succeededFuture(new MarkResult.NotMarkable(repeated));
            }
            Attendance.MarkAll all = new Attendance.MarkAll(
                    command.slotId(), command.marks(), command.by().id(), BookingSource.provider(command.by()));
            return attendance.mark(all).map(AttendanceDesk::told);
        });
    }

    private Future<Boolean> isOurs(Actor by, UUID slotId) {
        return slots.organisation(slotId).map(found -> found.isPresent() && Access.worksFor(by, found.get()));
    }

    private static List<Integer> repeated(List<Attendance.Mark> marks) {
        Set<UUID> seen = new HashSet<>();
        return IntStream.range(0, marks.size())
                .filter(i -> !seen.add(marks.get(i).bookingId()))
                .boxed()
                .toList();
    }

    private static MarkResult told(Attendance.Result result) {
        if (result instanceof Attendance.Result.Marked) {
            return new MarkResult.Marked();
        }
        if (result instanceof Attendance.Result.TooEarly) {
            return new MarkResult.TooEarly();
        }
        if (result instanceof Attendance.Result.TooLate) {
            return new MarkResult.TooLate();
        }
        return result instanceof Attendance.Result.NotMarkable not
                ? new MarkResult.NotMarkable(not.positions())
                : new MarkResult.NotFound();
    }
}
