package org.creneau.planning;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.creneau.catalogue.BusinessDays;
import org.jspecify.annotations.Nullable;

/**
 * Works out when slots open under one plan, one slot after the other. Of waves each slot gets the one that is furthest
 * behind its share, of those that are still to come and not too late for it: so the shares are kept, however the slots
 * arrive.
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

    /**
     * When a slot opens; empty when no wave is left that comes before the slot begins.
     *
     * @param zone of its location: the plan counts back from the day that it is there
     */
    Optional<Opening> next(Instant start, ZoneId zone) {
        if (plan.rule() instanceof ReleaseRule.Daily daily) {
            LocalDate release = days.before(LocalDate.ofInstant(start, zone), daily.businessDaysAhead());
            return Optional.of(new Opening(
                    release.atTime(daily.time()).atZone(daily.zone()).toInstant(), null));
        }
        List<ReleaseRule.Wave> waves = ((ReleaseRule.Waves) plan.rule()).waves();
        int total = assigned.values().stream().mapToInt(Integer::intValue).sum() + 1;
        int best = -1;
        long mostBehind = Long.MIN_VALUE;
        for (int i = 0; i < waves.size(); i++) {
            long behind = (long) waves.get(i).share() * total - 100L * assigned.getOrDefault(i, 0);
            Instant opensAt = waves.get(i).opensAt();
            if (opensAt.isAfter(now) && !opensAt.isAfter(start) && behind > mostBehind) {
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

    /** What is wrong with what {@link #next} has found for a slot. */
    Optional<String> flaw(Optional<Opening> found, Instant start) {
        if (found.isPresent()) {
            return SlotRules.opening(found.get().at(), start, now);
        }
        boolean tooLate = ((ReleaseRule.Waves) plan.rule())
                .waves().stream().anyMatch(wave -> wave.opensAt().isAfter(now));
        return Optional.of(tooLate ? "release-after-start" : "release-in-past");
    }
}
