package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.creneau.testkit.Offered;

/** Slots that are changed with people in them. */
final class SlotChangeRules extends FeatureRules {

    SlotChangeRules() {
        path("slotId", SlotChangeRules::slot);
        path("jobId", call -> call.world().job());
        JsonObject reason = new JsonObject().put("reason", "a reason");
        on("setSlotCapacity", own(Audience.MANAGERS, "200")).sends(new JsonObject().put("capacity", 5));
        on("closeSlot", own(Audience.MANAGERS, "200"));
        on("reopenSlot", own(Audience.MANAGERS, "200"));
        on("cancelSlot", own(Audience.MANAGERS, "202")).sends(reason);
        on("moveSlot", own(Audience.MANAGERS, "202"))
                .sends(World.list("segments", Offered.segment(inDays(4), inDays(5)))
                        .put("reason", "a reason"));
        on("cancelDay", new Rule(Audience.MANAGERS, null, there("202"), there(NOT_FOUND)))
                .sends(reason.copy().put("organisation", "clef").put("date", "2099-01-01"));
        on("listJobs", same(Audience.AGENTS, there("200")));
        on("getJob", own(Audience.AGENTS, "200"));
    }

    /** One of its own for what would change everybody's. */
    private static String slot(Call call) {
        String path = call.operation().getOpenAPIPath();
        boolean changes = path.startsWith("/staff/") && !path.endsWith("/attendance");
        return (changes ? call.world().offer().open(3) : call.world().slot())
                .id()
                .toString();
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }
}
