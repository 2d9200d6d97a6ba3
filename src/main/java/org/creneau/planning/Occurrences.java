package org.creneau.planning;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.creneau.catalogue.BusinessDays;
import org.creneau.slot.Slot;

/** Days and times of a pattern. Not for event loops, because it looks at holidays. */
final class Occurrences {

    /** Days of a pattern's range. */
    static final int MOST_DAYS = 366;

    /** Occurrences of a pattern. */
    static final int MOST = 5_000;

    /**
     * Once.
     *
     * @param begins names it among those of its day
     * @param segments empty when it does not take place
     * @param skipped why it does not: {@code exception}, {@code holiday}, or {@code no-such-time} where the clocks leap
     */
    record Occurrence(LocalDate day, LocalTime begins, List<Slot.Segment> segments, Optional<String> skipped) {

        Instant start() {
            return segments.get(0).start();
        }

        Instant end() {
            return segments.get(segments.size() - 1).end();
        }
    }

    private final Pattern pattern;
    private final int minutes;
    private final ZoneId zone;
    private final BusinessDays days;
    private final List<Occurrence> found = new ArrayList<>();

    private Occurrences(Pattern pattern, int minutes, ZoneId zone, BusinessDays days) {
        this.pattern = pattern;
        this.minutes = minutes;
        this.zone = zone;
        this.days = days;
    }

    /** In order of time; {@link #MOST} and no more. The type says how long they usually last, in minutes. */
    static List<Occurrence> of(Pattern pattern, int usualMinutes, ZoneId zone, BusinessDays days) {
        Integer own = pattern.durationMinutes();
        return new Occurrences(pattern, own == null ? usualMinutes : own, zone, days).all();
    }

    private List<Occurrence> all() {
        for (LocalDate day = pattern.from(); !day.isAfter(pattern.to()) && found.size() < MOST; day = day.plusDays(1)) {
            if (pattern.weekdays().contains(day.getDayOfWeek())) {
                add(day);
            }
        }
        return List.copyOf(found);
    }

    private void add(LocalDate day) {
        if (!pattern.modules().isEmpty()) {
            found.add(series(day));
            return;
        }
        for (LocalTime time : pattern.times()) {
            Optional<Instant> start = LocalTimes.at(day.atTime(time), zone);
            Optional<String> skipped = skipped(day).or(() -> noSuchTime(start.isEmpty()));
            List<Slot.Segment> segments = skipped.isPresent()
                    ? List.of()
                    : List.of(new Slot.Segment(
                            start.orElseThrow(), start.orElseThrow().plusSeconds(60L * minutes)));
            found.add(new Occurrence(day, time, segments, skipped));
        }
    }

    /** Modules of which one would meet a holiday or an exception do not take place at all. */
    private Occurrence series(LocalDate first) {
        List<Slot.Segment> segments = new ArrayList<>();
        Optional<String> skipped = Optional.empty();
        for (Pattern.Module module : pattern.modules()) {
            LocalDate day = first.plusDays(module.day());
            Optional<Instant> start = LocalTimes.at(day.atTime(module.start()), zone);
            Optional<Instant> end = LocalTimes.at(day.atTime(module.end()), zone);
            boolean leapt = start.isEmpty() || end.isEmpty();
            skipped = skipped.or(() -> skipped(day)).or(() -> noSuchTime(leapt));
            if (skipped.isEmpty()) {
                segments.add(new Slot.Segment(start.orElseThrow(), end.orElseThrow()));
            }
        }
        LocalTime begins = pattern.modules().get(0).start();
        return new Occurrence(first, begins, skipped.isPresent() ? List.of() : List.copyOf(segments), skipped);
    }

    private Optional<String> skipped(LocalDate day) {
        if (pattern.exceptions().contains(day)) {
            return Optional.of("exception");
        }
        return !pattern.onHolidays() && days.isHoliday(day) ? Optional.of("holiday") : Optional.empty();
    }

    private static Optional<String> noSuchTime(boolean leapt) {
        return leapt ? Optional.of("no-such-time") : Optional.empty();
    }
}
