package org.creneau.planning;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.creneau.core.FieldProblem;
import org.creneau.planning.ReleasePlans.Form;
import org.creneau.planning.ReleaseRule.Wave;

/** What a release plan must keep to. */
final class ReleasePlanRules {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private ReleasePlanRules() {}

    /** @param before the waves of the plan until now, whose instants may be past */
    static List<FieldProblem> check(Form form, List<Wave> before, Instant now) {
        List<FieldProblem> problems = new ArrayList<>();
        if ((form.daily() == null) == form.waves().isEmpty()) {
            problems.add(new FieldProblem("", "one-release-rule"));
        }
        if (form.daily() != null && !ZONES.contains(form.daily().zone())) {
            problems.add(new FieldProblem("/daily/zone", "zone-unknown"));
        }
        waves(form.waves(), before, now, problems);
        return problems;
    }

    private static void waves(List<Wave> waves, List<Wave> before, Instant now, List<FieldProblem> problems) {
        for (int i = 0; i < waves.size(); i++) {
            Instant opensAt = waves.get(i).opensAt();
            if (!opensAt.isAfter(now)
                    && before.stream().noneMatch(was -> was.opensAt().equals(opensAt))) {
                problems.add(new FieldProblem("/waves/" + i + "/opensAt", "release-in-past"));
            }
            if (SlotRules.isTooFar(opensAt, now)) {
                problems.add(new FieldProblem("/waves/" + i + "/opensAt", "too-far-ahead"));
            }
            if (i > 0 && !opensAt.isAfter(waves.get(i - 1).opensAt())) {
                problems.add(new FieldProblem("/waves/" + i + "/opensAt", "waves-order"));
            }
        }
        if (!waves.isEmpty() && waves.stream().mapToInt(Wave::share).sum() != 100) {
            problems.add(new FieldProblem("/waves", "shares-not-100"));
        }
    }

    /** Of a form in which nothing is wrong. */
    static ReleaseRule rule(Form form) {
        if (!form.waves().isEmpty()) {
            return new ReleaseRule.Waves(form.waves());
        }
        ReleasePlans.DailyForm daily = Objects.requireNonNull(form.daily());
        return new ReleaseRule.Daily(daily.businessDaysAhead(), daily.time(), ZoneId.of(daily.zone()));
    }
}
