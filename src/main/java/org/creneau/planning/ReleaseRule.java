package org.creneau.planning;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** When slots open that are published under a plan. */
public sealed interface ReleaseRule {

    /**
     * Every business day at this time, the slots of the day that is so many business days ahead. A slot on a day that is
     * none opens on the business day that lies as many business days before it.
     *
     * @param businessDaysAhead 0 to 250; 0: on the slot's own day
     * @param zone in which the time is meant
     */
    record Daily(int businessDaysAhead, LocalTime time, ZoneId zone) implements ReleaseRule {}

    /**
     * Each wave opens its share of the slots.
     *
     * @param waves in order of time; their shares make 100
     */
    record Waves(List<Wave> waves) implements ReleaseRule {
        public Waves {
            waves = List.copyOf(waves);
        }
    }

    /** @param share percent, 1 to 100 */
    record Wave(Instant opensAt, int share) {}
}
