package org.creneau.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.creneau.change.Changes.Move;
import org.creneau.change.PublishedSlotStore.Facts;
import org.creneau.core.FieldProblem;
import org.creneau.slot.Slot;

/** Where and when a slot may be moved to. */
final class MoveRules {

    /** Beyond it somebody has mistyped. */
    private static final Duration FURTHEST = Duration.ofDays(5 * 366);

    private MoveRules() {}

    /** All that is wrong with it; empty: nothing. */
    static List<FieldProblem> check(Move move, Facts slot) {
        List<FieldProblem> problems = new ArrayList<>();
        Instant before = Instant.MIN;
        List<Slot.Segment> segments = move.segments();
        for (int i = 0; i < segments.size(); i++) {
            Slot.Segment segment = segments.get(i);
            if (!segment.end().isAfter(segment.start())) {
                problems.add(new FieldProblem("/segments/" + i + "/end", "before-from"));
            }
            if (segment.start().isBefore(before)) {
                problems.add(new FieldProblem("/segments/" + i + "/start", "segments-out-of-order"));
            }
            before = segment.end();
        }
        Instant start = segments.get(0).start();
        if (!start.isAfter(slot.now())) {
            problems.add(new FieldProblem("/segments/0/start", "begins-in-past"));
        } else if (start.isBefore(slot.opensAt())) {
            problems.add(new FieldProblem("/segments/0/start", "begins-before-opening"));
        }
        if (before.isAfter(slot.now().plus(FURTHEST))) {
            problems.add(new FieldProblem("/segments/" + (segments.size() - 1) + "/end", "too-far-ahead"));
        }
        if (!slot.locationThere()) {
            problems.add(new FieldProblem("/locationId", "location-of-another"));
        }
        boolean stays = move.locationId() == null || move.locationId().equals(slot.locationId());
        if (stays && segments.equals(slot.segments())) {
            problems.add(new FieldProblem("", "nothing-to-change"));
        }
        return problems;
    }
}
