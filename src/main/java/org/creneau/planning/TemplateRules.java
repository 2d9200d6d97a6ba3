package org.creneau.planning;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.creneau.access.Actor;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.Location;
import org.creneau.core.FieldProblem;
import org.creneau.planning.SlotTemplates.Form;

/** What a template must keep to. */
final class TemplateRules {

    private TemplateRules() {}

    static List<FieldProblem> check(Form form, Catalogue catalogue, Actor actor, Instant now) {
        List<FieldProblem> problems = new ArrayList<>();
        Optional<Location> location = SlotRules.location(catalogue, form.location(), actor);
        if (location.isEmpty()) {
            problems.add(new FieldProblem("/location", SlotRules.UNKNOWN_LOCATION));
        }
        AppointmentType type = catalogue.types().get(form.type());
        if (type == null) {
            problems.add(new FieldProblem("/type", SlotRules.UNKNOWN_TYPE));
        } else if (location.isPresent()
                && !SlotRules.offers(catalogue, location.get().organisationId(), form.type())) {
            problems.add(new FieldProblem("/type", SlotRules.NOT_OFFERED));
        }
        if (form.release() instanceof Release.Unclear) {
            problems.add(new FieldProblem("/releasePlan", "one-release"));
        } else if (form.release() instanceof Release.At at && !form.retired()) {
            if (!at.opensAt().isAfter(now)) {
                problems.add(new FieldProblem("/opensAt", "release-in-past"));
            } else if (SlotRules.isTooFar(at.opensAt(), now)) {
                problems.add(new FieldProblem("/opensAt", "too-far-ahead"));
            }
        }
        range(form.pattern(), now, problems);
        if (form.pattern().times().isEmpty() == form.pattern().modules().isEmpty()) {
            problems.add(new FieldProblem("/pattern", "times-or-modules"));
        } else if (problems.isEmpty() && type != null) {
            times(form.pattern(), type.durationMinutes(), problems);
            modules(form.pattern().modules(), problems);
        }
        return problems;
    }

    private static void range(Pattern pattern, Instant now, List<FieldProblem> problems) {
        if (pattern.to().isBefore(pattern.from())) {
            problems.add(new FieldProblem("/pattern/to", "before-from"));
            return;
        }
        if (ChronoUnit.DAYS.between(pattern.from(), pattern.to()) >= Occurrences.MOST_DAYS) {
            problems.add(new FieldProblem("/pattern/to", "too-many-days"));
            return;
        }
        if (pattern.from().getYear() < 2000
                || pattern.to().getYear() > now.atZone(ZoneOffset.UTC).getYear() + 4) {
            problems.add(new FieldProblem("/pattern/to", "too-far-ahead"));
            return;
        }
        long days = pattern.from()
                .datesUntil(pattern.to().plusDays(1))
                .filter(day -> pattern.weekdays().contains(day.getDayOfWeek()))
                .count();
        if (days * Math.max(1, pattern.times().size()) > Occurrences.MOST) {
            problems.add(new FieldProblem("/pattern", "too-many-occurrences"));
        }
    }

    private static void times(Pattern pattern, int usualMinutes, List<FieldProblem> problems) {
        Integer own = pattern.durationMinutes();
        int minutes = own == null ? usualMinutes : own;
        for (int i = 1; i < pattern.times().size(); i++) {
            LocalTime before = pattern.times().get(i - 1);
            if (ChronoUnit.MINUTES.between(before, pattern.times().get(i)) < minutes) {
                problems.add(new FieldProblem("/pattern/times/" + i, "segments-overlap"));
            }
        }
    }

    private static void modules(List<Pattern.Module> modules, List<FieldProblem> problems) {
        for (int i = 0; i < modules.size(); i++) {
            Pattern.Module module = modules.get(i);
            String at = "/pattern/modules/" + i;
            if (!module.end().isAfter(module.start())) {
                problems.add(new FieldProblem(at + "/end", "end-before-start"));
            }
            if (i > 0) {
                Pattern.Module before = modules.get(i - 1);
                boolean later = module.day() > before.day()
                        || (module.day() == before.day() && !module.start().isBefore(before.end()));
                if (!later) {
                    problems.add(new FieldProblem(at + "/start", "segments-overlap"));
                }
            } else if (module.day() != 0) {
                problems.add(new FieldProblem(at + "/day", "first-module-day"));
            }
        }
    }
}
