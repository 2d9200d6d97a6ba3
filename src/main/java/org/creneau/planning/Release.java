package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;

/** When a slot that is asked for is to open. */
public sealed interface Release {

    /** As soon as it is published. */
    record AtOnce() implements Release {}

    record At(Instant opensAt) implements Release {}

    /** @param planId of a release plan, as it was given */
    record Under(String planId) implements Release {}

    /** Two of them at once, of which nobody knows which one counts. */
    record Unclear() implements Release {}

    /** From {@code opensAt} and {@code releasePlan}; neither means at once. */
    static Release of(JsonObject json) {
        String opensAt = json.getString("opensAt");
        String plan = json.getString("releasePlan");
        if (opensAt != null && plan != null) {
            return new Unclear();
        }
        if (plan != null) {
            return new Under(plan);
        }
        return opensAt == null
                ? new AtOnce()
                : new At(OffsetDateTime.parse(opensAt).toInstant());
    }
}
