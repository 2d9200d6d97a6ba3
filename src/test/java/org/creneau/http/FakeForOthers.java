package org.creneau.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.creneau.booking.Booking;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.ForOthers;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.core.Address;
import org.creneau.core.Page;

/** Stands where partners' systems book for their clients. */
final class FakeForOthers {

    /** Of the slot, until some minutes later. */
    static final Bookings.Details HELD = new Bookings.Details(
            new Booking(
                    FakeFeatures.BOOKING,
                    FakeFeatures.SLOT,
                    12,
                    FakeFeatures.CLIENT,
                    FakeFeatures.TYPE.id(),
                    BookingState.HELD,
                    BookingSource.PARTNER,
                    null,
                    null,
                    Instant.parse("2026-03-02T17:00:01.250Z"),
                    Instant.parse("2026-03-02T17:00:01.250Z"),
                    null,
                    Instant.parse("2026-03-02T17:10:01.250Z")),
            FakeFeatures.DETAILS.slot());

    private FakeForOthers() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        BookResult booked = new BookResult.Booked(FakeFeatures.DETAILS);
        Map<Address<?, ?>, Object> answers = Map.of(
                ForOthers.BOOK, booked,
                ForOthers.BATCH, new ForOthers.BatchResult(List.of(new ForOthers.Outcome.Answered(booked))),
                ForOthers.HOLD, booked,
                ForOthers.CONFIRM, new ConfirmResult.Confirmed(FakeFeatures.DETAILS),
                ForOthers.RELEASE, new ReleaseResult.Released(HELD),
                ForOthers.CANCEL, new CancelResult.Cancelled(FakeFeatures.DETAILS),
                ForOthers.RESCHEDULE, new RescheduleResult.Rescheduled(FakeFeatures.DETAILS),
                ForOthers.FIND, new FindResult.Found(FakeFeatures.DETAILS),
                ForOthers.LIST, new ListResult.Found(new Page<>(List.of(FakeFeatures.DETAILS), null)));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
