package org.creneau.planning;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.creneau.slot.Slot;

/** When something takes place already. */
final class BusyTimes {

    /** Ends by starts; they do not overlap. */
    private final NavigableMap<Instant, Instant> taken = new TreeMap<>();

    BusyTimes(List<Slot.Segment> segments) {
        segments.stream().sorted(Comparator.comparing(Slot.Segment::start)).forEach(segment -> {
            Map.Entry<Instant, Instant> last = taken.lastEntry();
            if (last != null && segment.start().isBefore(last.getValue())) {
                taken.put(last.getKey(), later(last.getValue(), segment.end()));
            } else {
                taken.put(segment.start(), segment.end());
            }
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether one of these begins before another has ended. */
    static boolean overlapEachOther(List<Slot.Segment> segments) {
        List<Slot.Segment> inOrder = segments.stream()
                .sorted(Comparator.comparing(Slot.Segment::start))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i).start().isBefore(inOrder.get(i - 1).end())) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the segments overlaps with something; what ends when another begins does not. */
    boolean overlap(List<Slot.Segment> segments) {
        return segments.stream().anyMatch(segment -> {
            Map.Entry<Instant, Instant> before = taken.lowerEntry(segment.end());
            return before != null && before.getValue().isAfter(segment.start());
        });
    }
}
