package org.creneau.planning;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.creneau.catalogue.BusinessDays;
import org.jspecify.annotations.Nullable;

/**
 * Works out when slots open under one plan, one slot after the other. Of waves each slot gets the one that is furthest
 * behind its share, of those that are still to come: so the shares are kept, however the slots arrive.
 */
final class Openings {

    /** @param wave its number, from 0; null for a plan without waves */
    record Opening(Instant at, @Nullable Integer wave) {}

    private final ReleasePlan plan;
    private final Map<Integer, Integer> assigned;
    private final BusinessDays days;
    private final Instant now;

    /** @param assigned how many slots each wave has already */
    Openings(ReleasePlan plan, Map<Integer, Integer> assigned, BusinessDays days, Instant now) {
        this.plan = plan;
        this.assigned = new HashMap<>(assigned);
        this.days = days;
        this.now = now;
    }

    ReleasePlan plan() {
        return plan;
    }

    /** For a slot on this day of its location; empty when no wave is left. */
    Optional<Opening> next(LocalDate day) {
        if (plan.rule() instanceof ReleaseRule.Daily daily) {
            LocalDate release = days.before(day, daily.businessDaysAhead());
            return Optional.of(new Opening(
                    release.atTime(daily.time()).atZone(daily.zone()).toInstant(), null));
        }
        List<ReleaseRule.Wave> waves = ((ReleaseRule.Waves) plan.rule()).waves();
        int total = assigned.values().stream().mapToInt(Integer::intValue).sum() + 1;
        int best = -1;
        long mostBehind = Long.MIN_VALUE;
        for (int i = 0; i < waves.size(); i++) {
            long behind = (long) waves.get(i).share() * total - 100L * assigned.getOrDefault(i, 0);
            if (waves.get(i).opensAt().isAfter(now) && behind > mostBehind) {
                best = i;
                mostBehind = behind;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        assigned.merge(best, 1, Integer::sum);
        return Optional.of(new Opening(waves.get(best).opensAt(), best));
    }
}
