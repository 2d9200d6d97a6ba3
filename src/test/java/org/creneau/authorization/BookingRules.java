package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.accounts;
import static org.creneau.authorization.Rule.ownersOnly;

/** Bookings of one's own. */
final class BookingRules extends FeatureRules {

    BookingRules() {
        path("bookingId", call -> call.owner().booking());
        on("createBooking", accounts("201", NOT_FOUND))
                .from(Entry.Before.NOTHING)
                .namedInBody()
                .with((call, request) -> request.json(call.slot()));
        on("listBookings", accounts("200"));
        on("getBooking", ownersOnly());
        on("cancelBooking", ownersOnly());
        on("rescheduleBooking", ownersOnly()).with((call, request) -> request.json(call.otherSlot()));
    }
}
