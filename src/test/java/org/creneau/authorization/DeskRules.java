package org.creneau.authorization;

import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.partners;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;

import io.vertx.core.json.JsonObject;
import org.creneau.access.Scope;

/** What employees do for clients, and who came. */
final class DeskRules extends FeatureRules {

    DeskRules() {
        on("findClients", same(Audience.AGENTS, there("200"))).sends(new JsonObject().put("clientNumber", "99999"));
        on("getClientFile", own(Audience.AGENTS, "200"));
        on("listClientBookings", own(Audience.AGENTS, "200"));
        on("bookForClient", own(Audience.AGENTS, "409 already-booked"))
                .with((call, request) ->
                        request.json(World.slotId(call.world().slot().id().toString())));
        on("listNotes", own(Audience.AGENTS, "200"));
        on("createNote", own(Audience.AGENTS, "201")).sends(new JsonObject().put("text", "A téléphoné."));
        on("releaseHoldForClient", own(Audience.AGENTS, "200"))
                .from(Entry.Before.HOLD)
                .changesOthersBookings();
        on("cancelForClient", own(Audience.AGENTS, "200")).changesOthersBookings();
        on("rescheduleForClient", own(Audience.AGENTS, "200"))
                .changesOthersBookings()
                .with((call, request) -> request.json(call.otherSlot()));
        on("listOwnSlots", same(Audience.AGENTS, there("200")));
        on("listPartnerSlots", partners(Scope.ATTENDANCE, there("200")));
        on("getAttendance", own(Audience.AGENTS, "200"));
        on("markAttendance", own(Audience.AGENTS, "409 attendance-not-yet"))
                .with((call, request) -> request.json(call.attended()));
        on("getPartnerAttendance", own(Scope.ATTENDANCE, "200"));
        on("markPartnerAttendance", own(Scope.ATTENDANCE, "409 attendance-not-yet"))
                .with((call, request) -> request.json(call.attended()));
    }
}
