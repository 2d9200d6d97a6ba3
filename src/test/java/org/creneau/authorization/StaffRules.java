package org.creneau.authorization;

import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;

import io.vertx.core.json.JsonObject;

/** Who works for whom, and what the audit log says. */
final class StaffRules extends FeatureRules {

    StaffRules() {
        path("memberId", call -> call.world().member());
        on("listStaffMembers", same(Audience.MANAGERS, there("200")));
        // Let in, but it is nobody's user code.
        on("addStaffMember", same(Audience.MANAGERS, there("400 validation")))
                .sends(new JsonObject()
                        .put("userCode", "nobody123")
                        .put("organisation", "clef")
                        .put("role", "AGENT"));
        on("setStaffRole", own(Audience.MANAGERS, "200")).sends(new JsonObject().put("role", "MANAGER"));
        on("removeStaffMember", own(Audience.MANAGERS, "204"));
        on("listAuditEntries", same(Audience.MINISTRY_MANAGERS, there("200")));
    }
}
