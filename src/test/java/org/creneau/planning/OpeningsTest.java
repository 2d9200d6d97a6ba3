package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.catalogue.BusinessDays;
import org.junit.jupiter.api.Test;

class OpeningsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");
    private static final Instant IN_MAY = Instant.parse("2026-05-01T16:00:00Z");
    private static final BusinessDays DAYS = new BusinessDays();

    private static Openings of(ReleaseRule rule, Map<Integer, Integer> assigned) {
        return new Openings(new ReleasePlan(new UUID(0, 1), "clef", "Plan", rule, 1), assigned, DAYS, NOW);
    }

    private static Instant daily(int ahead, String day) {
        ReleaseRule rule = new ReleaseRule.Daily(ahead, LocalTime.of(7, 0), ZONE);
        Instant start = LocalDate.parse(day).atTime(14, 0).atZone(ZONE).toInstant();
        return of(rule, Map.of()).next(start, ZONE).orElseThrow().at();
    }

    @Test
    void businessDaysAreCountedBack() {
        // Over a week-end, over Easter (Good Friday is no business day in Quebec, Easter Monday either way before it),
        // and
        // over the change of the clocks on March 8.
        assertEquals(Instant.parse("2026-03-13T11:00:00Z"), daily(1, "2026-03-16"));
        assertEquals(Instant.parse("2026-03-06T12:00:00Z"), daily(1, "2026-03-09"));
        assertEquals(Instant.parse("2026-12-24T12:00:00Z"), daily(1, "2026-12-28"));
        assertEquals(Instant.parse("2026-03-09T11:00:00Z"), daily(5, "2026-03-16"));
    }

    @Test
    void aSaturdayOpensWithTheBusinessDayBefore() {
        assertEquals(Instant.parse("2026-03-13T11:00:00Z"), daily(1, "2026-03-14"));
        assertEquals(Instant.parse("2026-03-14T11:00:00Z"), daily(0, "2026-03-14"));
    }

    @Test
    void wavesKeepTheirSharesAtEveryMoment() {
        ReleaseRule rule = new ReleaseRule.Waves(List.of(
                new ReleaseRule.Wave(NOW.plusSeconds(60), 50),
                new ReleaseRule.Wave(NOW.plusSeconds(120), 30),
                new ReleaseRule.Wave(NOW.plusSeconds(180), 20)));
        Openings openings = of(rule, Map.of());
        int[] counts = new int[3];
        IntStream.rangeClosed(1, 200).forEach(total -> {
            Integer wave = openings.next(IN_MAY, ZONE).orElseThrow().wave();
            counts[wave == null ? -1 : wave]++;
            for (int i = 0; i < 3; i++) {
                double due = total * List.of(50, 30, 20).get(i) / 100.0;
                assertTrue(Math.abs(counts[i] - due) < 1.5, "wave " + i + " of " + total);
            }
        });
        assertEquals(List.of(100, 60, 40), IntStream.of(counts).boxed().toList());
    }

    @Test
    void aWaveThatIsOverGetsNothing() {
        ReleaseRule rule = new ReleaseRule.Waves(
                List.of(new ReleaseRule.Wave(NOW, 90), new ReleaseRule.Wave(NOW.plusSeconds(1), 10)));
        Openings openings = of(rule, Map.of(0, 1));
        assertEquals(
                NOW.plusSeconds(1), openings.next(IN_MAY, ZONE).orElseThrow().at());
        ReleaseRule past = new ReleaseRule.Waves(List.of(new ReleaseRule.Wave(NOW, 100)));
        Openings none = of(past, Map.of());
        assertTrue(none.next(IN_MAY, ZONE).isEmpty());
        assertEquals(Optional.of("release-in-past"), none.flaw(Optional.empty(), IN_MAY));
    }

    /** Otherwise every second slot that begins before the second wave could never be published. */
    @Test
    void aWaveThatComesAfterTheSlotIsNotForIt() {
        Instant monday = NOW.plus(7, ChronoUnit.DAYS);
        Instant friday = NOW.plus(11, ChronoUnit.DAYS);
        Openings openings = of(
                new ReleaseRule.Waves(List.of(new ReleaseRule.Wave(monday, 50), new ReleaseRule.Wave(friday, 50))),
                Map.of());
        for (int i = 0; i < 10; i++) {
            Instant wednesday = NOW.plus(9, ChronoUnit.DAYS);
            assertEquals(monday, openings.next(wednesday, ZONE).orElseThrow().at(), "slot " + i + " between the waves");
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(friday, openings.next(IN_MAY, ZONE).orElseThrow().at(), "slot " + i + " after both waves");
        }
        Optional<Openings.Opening> none = openings.next(monday.minusSeconds(1), ZONE);
        assertEquals(Optional.of("release-after-start"), openings.flaw(none, monday.minusSeconds(1)));
    }
}
