package org.creneau.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.Location;
import org.creneau.slot.Slot;

/** What a slot must keep to before it is published. */
final class SlotRules {

    static final int MOST_SEATS = 10_000;

    static final String UNKNOWN_TYPE = "type-unknown";
    static final String UNKNOWN_LOCATION = "location-unknown";
    static final String NOT_OFFERED = "type-not-offered";

    /** What a catalogue that is read again may know. */
    static final Set<String> UNKNOWN = Set.of(UNKNOWN_TYPE, UNKNOWN_LOCATION, NOT_OFFERED);

    /** Nobody plans further, and a wrong century is found out. */
    private static final Duration FURTHEST = Duration.ofDays(3 * 366);

    private static final Duration LONGEST_SEGMENT = Duration.ofHours(24);

    private SlotRules() {}

    /** The location, where the actor works for its organisation. */
    static Optional<Location> location(Catalogue catalogue, String id, Actor actor) {
        return Optional.ofNullable(catalogue.locations().get(id))
                .filter(location -> Access.worksFor(actor, location.organisationId()));
    }

    /**
     * Everything but when it opens.
     *
     * @param flaws takes field and code
     */
    static void check(Draft draft, Catalogue catalogue, Actor actor, Instant now, BiConsumer<String, String> flaws) {
        Optional<Location> location = location(catalogue, draft.location(), actor);
        if (location.isEmpty()) {
            flaws.accept("location", UNKNOWN_LOCATION);
        }
        if (!catalogue.types().containsKey(draft.type())) {
            flaws.accept("type", UNKNOWN_TYPE);
        } else if (location.isPresent() && !offers(catalogue, location.get().organisationId(), draft.type())) {
            flaws.accept("type", NOT_OFFERED);
        }
        if (draft.capacity() < 1) {
            flaws.accept("capacity", "too-small");
        } else if (draft.capacity() > MOST_SEATS) {
            flaws.accept("capacity", "too-large");
        }
        if (draft.release() instanceof Release.Unclear) {
            flaws.accept("releasePlan", "one-release");
        }
        times(draft.segments(), now, flaws);
    }

    static boolean offers(Catalogue catalogue, String organisation, String type) {
        return catalogue.organisationsByType().getOrDefault(type, List.of()).stream()
                .anyMatch(offering -> offering.id().equals(organisation));
    }

    private static void times(List<Slot.Segment> segments, Instant now, BiConsumer<String, String> flaws) {
        for (int i = 0; i < segments.size(); i++) {
            Slot.Segment segment = segments.get(i);
            String at = "segments/" + i;
            if (!segment.end().isAfter(segment.start())) {
                flaws.accept(at + "/end", "end-before-start");
            } else if (Duration.between(segment.start(), segment.end()).compareTo(LONGEST_SEGMENT) > 0) {
                flaws.accept(at + "/end", "too-long-segment");
            }
            if (i > 0 && segment.start().isBefore(segments.get(i - 1).end())) {
                flaws.accept(at + "/start", "segments-overlap");
            }
            if (i == 0 && !segment.start().isAfter(now)) {
                flaws.accept(at + "/start", "slot-in-past");
            }
            if (isTooFar(segment.start(), now)) {
                flaws.accept(at + "/start", "too-far-ahead");
            }
        }
    }

    static boolean isTooFar(Instant time, Instant now) {
        return time.isAfter(now.plus(FURTHEST));
    }

    /** Of the instant at which a slot opens. */
    static Optional<String> opening(Instant opensAt, Instant start, Instant now) {
        if (!opensAt.isAfter(now)) {
            return Optional.of("release-in-past");
        }
        return opensAt.isAfter(start) ? Optional.of("release-after-start") : Optional.empty();
    }
}
