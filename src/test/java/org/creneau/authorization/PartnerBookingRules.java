package org.creneau.authorization;

import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.partners;
import static org.creneau.authorization.Rule.things;

import io.vertx.core.json.JsonObject;
import org.creneau.access.Scope;

/** What partners' systems hold and book: of their organisation, for clients who have consented. */
final class PartnerBookingRules extends FeatureRules {

    PartnerBookingRules() {
        path("holdId", call -> call.owner().booking());
        // A list that is empty, and results that say not-found.
        Rule always = partners(Scope.BOOKINGS, things("200", "200"));
        on("createPartnerHold", own(Scope.BOOKINGS, "201"))
                .from(Entry.Before.NOTHING)
                .namedInBody()
                .with((call, request) -> request.key("k").json(call.slotForOwner()));
        on("confirmPartnerHold", own(Scope.BOOKINGS, "200")).from(Entry.Before.HOLD);
        on("releasePartnerHold", own(Scope.BOOKINGS, "200")).from(Entry.Before.HOLD);
        on("createPartnerBooking", own(Scope.BOOKINGS, "201"))
                .from(Entry.Before.NOTHING)
                .namedInBody()
                .with((call, request) -> request.key("k").json(call.slotForOwner()));
        on("createPartnerBookings", always)
                .from(Entry.Before.NOTHING)
                .namedInBody()
                .with((call, request) ->
                        request.json(World.list("bookings", call.slotForOwner().put("key", "k"))));
        on("listPartnerBookings", always)
                .with((call, request) ->
                        request.query("slot", call.world().slot().id().toString()));
        on("getPartnerBooking", own(Scope.BOOKINGS, "200"));
        on("cancelPartnerBooking", own(Scope.BOOKINGS, "200")).sends(new JsonObject().put("as", "PARTNER"));
        on("reschedulePartnerBooking", own(Scope.BOOKINGS, "200"))
                .with((call, request) -> request.json(call.otherSlot().put("as", "PARTNER")));
    }
}
