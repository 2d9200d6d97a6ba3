package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import java.util.function.BiFunction;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.Details;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of booking commands mean in HTTP. */
final class BookingOutcomes {

    private final Problems problems;
    private final BookingJson json;
    final Outcomes<BookResult> booked;
    final Outcomes<CancelResult> cancelled;
    final Outcomes<RescheduleResult> rescheduled;
    final Outcomes<FindResult> found;
    final Outcomes<ListResult> listed;

    BookingOutcomes(Problems problems, BookingJson json) {
        this.problems = problems;
        this.json = json;
        booked = Outcomes.of(BookResult.class)
                .on(BookResult.Booked.class, (result, call) -> created(result.details(), call))
                .on(BookResult.SlotFull.class, problem(ProblemCode.SLOT_FULL))
                .on(BookResult.AlreadyBooked.class, problem(ProblemCode.ALREADY_BOOKED))
                .on(BookResult.NotOpen.class, (result, call) -> problems.notOpen(result.opensAt(), call.lang()))
                .on(BookResult.SlotClosed.class, problem(ProblemCode.SLOT_CLOSED))
                .on(BookResult.NoSuchSlot.class, problem(ProblemCode.NOT_FOUND))
                .on(BookResult.KeyReused.class, problem(ProblemCode.IDEMPOTENCY_KEY_REUSED))
                .on(BookResult.NotEligible.class, problem(ProblemCode.NOT_ELIGIBLE))
                .on(BookResult.Incomplete.class, problem(ProblemCode.COMPLEMENTARY_INFORMATION_REQUIRED))
                .on(BookResult.Overlapping.class, problem(ProblemCode.OVERLAPPING_BOOKING))
                .build();
        cancelled = Outcomes.of(CancelResult.class)
                .on(CancelResult.Cancelled.class, (result, call) -> booking(result.details(), call))
                .on(CancelResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(CancelResult.NotCancellable.class, problem(ProblemCode.NOT_CANCELLABLE))
                .build();
        rescheduled = Outcomes.of(RescheduleResult.class)
                .on(RescheduleResult.Rescheduled.class, (result, call) -> booking(result.details(), call))
                .on(RescheduleResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(RescheduleResult.NotReschedulable.class, problem(ProblemCode.NOT_RESCHEDULABLE))
                .on(RescheduleResult.OfAnotherKind.class, problem(ProblemCode.NOT_RESCHEDULABLE_THERE))
                .on(RescheduleResult.SlotFull.class, problem(ProblemCode.SLOT_FULL))
                .on(RescheduleResult.Overlapping.class, problem(ProblemCode.OVERLAPPING_BOOKING))
                .on(RescheduleResult.NotOpen.class, (result, call) -> problems.notOpen(result.opensAt(), call.lang()))
                .on(RescheduleResult.SlotClosed.class, problem(ProblemCode.SLOT_CLOSED))
                .on(RescheduleResult.NoSuchSlot.class, problem(ProblemCode.NOT_FOUND))
                .build();
        found = Outcomes.of(FindResult.class)
                .on(FindResult.Found.class, (result, call) -> booking(result.details(), call))
                .on(FindResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .build();
        listed = Outcomes.of(ListResult.class)
                .on(
                        ListResult.Found.class,
                        (result, call) -> Reply.personal(
                                200,
                                PageJson.write(
                                        result.page(), (page, details) -> json.write(page, details, call.lang())),
                                call.lang()))
                .on(
                        ListResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
    }

    private <T> BiFunction<T, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }

    private Reply booking(Details details, Call call) {
        return Reply.personal(200, json.of(details, call.lang()), call.lang());
    }

    private Reply created(Details details, Call call) {
        return Reply.personal(201, json.of(details, call.lang()), call.lang())
                .with(HttpHeaders.LOCATION, json.location(details.booking()));
    }
}
