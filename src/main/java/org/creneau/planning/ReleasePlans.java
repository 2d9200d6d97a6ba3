package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.creneau.core.MinistryTime;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** Release plans. Served by {@link PlanningVerticle}. */
public final class ReleasePlans {

    public static final Address<ListPlans, Page<Standing>> LIST = new Address<>("planning.plans.list");
    public static final Address<Show, Result> SHOW = new Address<>("planning.plans.show");
    public static final Address<Create, Result> CREATE = new Address<>("planning.plans.create");
    public static final Address<Change, Result> CHANGE = new Address<>("planning.plans.change");

    private ReleasePlans() {}

    /**
     * Those of the organisations for which the actor works, the oldest first.
     *
     * @param after the last one seen
     */
    public record ListPlans(
            Actor actor, int limit, @Nullable UUID after) {}

    public record Show(Actor actor, UUID id) {}

    public record Create(Actor actor, String organisation, Form form) {}

    /** @param version that the actor has seen; null: whichever it is */
    public record Change(
            Actor actor, UUID id, Form form, @Nullable Integer version) {}

    /**
     * A plan as it comes in; exactly one of the rules must be there.
     *
     * @param daily null: none
     * @param waves empty: none
     */
    public record Form(String name, @Nullable DailyForm daily, List<ReleaseRule.Wave> waves) {
        public Form {
            waves = List.copyOf(waves);
        }

        /** From a {@code ReleasePlanForm} or {@code NewReleasePlan} of the contract. */
        public static Form of(JsonObject json) {
            List<ReleaseRule.Wave> waves = new ArrayList<>();
            if (json.containsKey("waves")) {
                for (Object wave : json.getJsonArray("waves")) {
                    waves.add(wave((JsonObject) wave));
                }
            }
            JsonObject daily = json.getJsonObject("daily");
            return new Form(json.getString("name"), daily == null ? null : DailyForm.of(daily), waves);
        }

        private static ReleaseRule.Wave wave(JsonObject json) {
            Instant opensAt =
                    OffsetDateTime.parse(json.getString("opensAt")).toInstant().truncatedTo(ChronoUnit.MILLIS);
            return new ReleaseRule.Wave(opensAt, json.getInteger("share"));
        }
    }

    /** @param zone as it was given */
    public record DailyForm(int businessDaysAhead, LocalTime time, String zone) {
        static DailyForm of(JsonObject json) {
            return new DailyForm(
                    json.getInteger("businessDaysAhead"),
                    LocalTime.parse(json.getString("time")),
                    json.getString("zone", MinistryTime.ZONE_NAME));
        }
    }

    /**
     * A plan, and whether it holds for all of its slots.
     *
     * @param pending slots that still wait to be moved to the opening that it gives them since it was last changed
     */
    public record Standing(ReleasePlan plan, int pending) {}

    /** What became of a plan. */
    public sealed interface Result {
        record Found(Standing standing) implements Result {}

        record NotFound() implements Result {}

        record Invalid(List<FieldProblem> problems) implements Result {}

        /** Somebody else was faster. */
        record Stale() implements Result {}
    }
}
