package org.creneau.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.creneau.embedded.DemoPlan.DemoBooking;
import org.creneau.embedded.DemoPlan.DemoSlot;
import org.creneau.embedded.DemoPlan.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPlanTest {

    private static final ZoneId ZONE = ZoneId.of("America/Toronto");
    private static final DemoFiles FILES = DemoFiles.read();

    @ParameterizedTest
    @CsvSource({
        "2013-03-11T13:00:00Z", // the guide's own weeks, over a change to summer time and before Easter
        "2026-06-12T13:00:00Z", // before Saint-Jean-Baptiste and Canada Day
        "2026-12-11T13:00:00Z", // before Christmas and New Year
        "2026-10-03T03:59:00Z", // Friday evening in Quebec, before Thanksgiving
        "2027-05-14T22:00:00Z", // before the National Patriots' Day
    })
    void everythingTakesPlaceOnBusinessDays(Instant now) {
        DemoCalendar calendar = new DemoCalendar();
        DemoPlan plan = DemoPlan.of(FILES, now);
        assertTrue(plan.slots().size() > 150, plan.slots().size() + " slots");
        for (DemoSlot slot : plan.slots()) {
            assertTrue(calendar.isBusinessDay(day(slot.start())), slot.toString());
            for (Segment segment : slot.segments()) {
                assertFalse(calendar.isHoliday(day(segment.start())), slot.toString());
                assertTrue(segment.start().isBefore(segment.end()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-25, true",
        "2027-01-01, true",
        "2026-06-24, true",
        "2026-07-01, true",
        "2026-05-18, true",
        "2026-10-12, true",
        "2026-09-07, true",
        "2026-11-11, false",
        "2026-08-03, false"
    })
    void theHolidaysAreQuebecs(LocalDate day, boolean holiday) {
        assertEquals(holiday, new DemoCalendar().isHoliday(day));
    }

    @Test
    void theModulesAreThoseThatTheGuidePrints() {
        // Guide 5.3.3, to the letter.
        DemoPlan plan = DemoPlan.of(FILES, Instant.parse("2013-03-18T13:00:00Z"));
        DemoSlot workshop = plan.slots().stream()
                .filter(slot -> slot.location().equals("montreal-saint-hubert"))
                .findFirst()
                .orElseThrow();
        assertEquals("objectif-integration", workshop.type());
        assertEquals(
                List.of(
                        "mer. 2013-03-20 de 17:00 à 20:00",
                        "jeu. 2013-03-21 de 17:00 à 20:00",
                        "ven. 2013-03-22 de 17:00 à 20:00",
                        "sam. 2013-03-23 de 09:30 à 12:30",
                        "sam. 2013-03-23 de 13:30 à 16:30",
                        "lun. 2013-03-25 de 17:00 à 20:00",
                        "mar. 2013-03-26 de 17:00 à 20:00",
                        "mer. 2013-03-27 de 17:00 à 20:00"),
                workshop.segments().stream().map(DemoPlanTest::text).toList());
    }

    @Test
    void capacitiesFitTheKindOfMeeting() {
        DemoPlan plan = DemoPlan.of(FILES, Instant.parse("2026-11-23T15:00:00Z"));
        for (DemoSlot slot : plan.slots()) {
            if (FILES.type(slot.type()).group()) {
                assertTrue(slot.capacity() >= 10 && slot.capacity() <= 300, slot.toString());
            } else {
                assertEquals(1, slot.capacity(), slot.toString());
            }
        }
        Set<Integer> capacities = plan.slots().stream().map(DemoSlot::capacity).collect(Collectors.toSet());
        assertTrue(capacities.containsAll(Set.of(1, 10, 300)));
    }

    @Test
    void theEightTypesOfTheGuideAreAllOffered() {
        DemoPlan plan = DemoPlan.of(FILES, Instant.parse("2026-11-23T15:00:00Z"));
        assertEquals(8, FILES.catalogue().types().size());
        assertEquals(
                FILES.catalogue().types().stream().map(type -> type.id()).collect(Collectors.toSet()),
                plan.slots().stream().map(DemoSlot::type).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:59:59Z, 2026-11-23T12:00:00Z", // Monday, a second before seven in Quebec: today
        "2026-11-23T12:00:00Z, 2026-11-24T12:00:00Z",
        "2026-11-27T15:00:00Z, 2026-11-30T12:00:00Z", // over the weekend
        "2026-12-24T15:00:00Z, 2026-12-28T12:00:00Z", // over Christmas and a weekend
        "2026-03-06T15:00:00Z, 2026-03-09T11:00:00Z", // over the change to summer time
    })
    void theNextReleaseIsAtSevenOnABusinessDay(Instant now, Instant release) {
        assertEquals(release, new DemoCalendar().nextRelease(now));
    }

    @Test
    void mostSlotsAreOpenSomeOpenAtTheNextReleaseAndOneInAFewMinutes() {
        Instant now = Instant.parse("2026-11-23T15:00:00Z");
        List<DemoSlot> slots = DemoPlan.of(FILES, now).slots();
        long open = slots.stream().filter(slot -> !slot.opensAt().isAfter(now)).count();
        long atRelease = slots.stream()
                .filter(slot -> slot.opensAt().equals(Instant.parse("2026-11-24T12:00:00Z")))
                .count();
        List<DemoSlot> soon = slots.stream()
                .filter(slot -> slot.opensAt().equals(now.plus(Duration.ofMinutes(5))))
                .toList();
        assertEquals(1, soon.size());
        assertTrue(soon.get(0).capacity() >= 10);
        assertTrue(open > slots.size() / 2 && atRelease > 20, open + " open, " + atRelease + " at the next release");
        assertEquals(slots.size(), open + atRelease + 1);
    }

    @Test
    void nobodyHasASeatTwice() {
        Instant now = Instant.parse("2026-11-23T15:00:00Z");
        List<DemoBooking> bookings = DemoPlan.of(FILES, now).bookings();
        assertEquals(4, bookings.size());
        Set<String> seats = new HashSet<>();
        for (DemoBooking booking : bookings) {
            assertTrue(seats.add(booking.slot().id() + "/" + booking.seat()));
            assertTrue(booking.seat() < booking.slot().capacity());
            assertFalse(booking.slot().opensAt().isAfter(now));
            assertEquals(booking.attended(), booking.slot().end().isBefore(now));
        }
        assertTrue(bookings.stream().noneMatch(booking -> booking.userCode().equals(DemoData.USER_CODE)));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZONE);
    }

    private static String text(Segment segment) {
        DateTimeFormatter day = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.FRENCH);
        DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm");
        LocalDateTime start = LocalDateTime.ofInstant(segment.start(), ZONE);
        LocalDateTime end = LocalDateTime.ofInstant(segment.end(), ZONE);
        return day.format(start) + " de " + time.format(start) + " à " + time.format(end);
    }
}
