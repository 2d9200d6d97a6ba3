package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.creneau.catalogue.BusinessDays;
import org.creneau.planning.Occurrences.Occurrence;
import org.creneau.slot.Slot;
import org.junit.jupiter.api.Test;

class OccurrencesTest {

    private static final BusinessDays DAYS = new BusinessDays();

    private static JsonObject pattern(String from, String to, String... weekdays) {
        return new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("weekdays", new JsonArray(List.of(weekdays)))
                .put("times", new JsonArray().add("13:00").add("02:30"));
    }

    private static List<String> of(JsonObject pattern) {
        return Occurrences.of(Pattern.of(pattern), 60, ZoneId.of("America/Toronto"), DAYS).stream()
                .map(OccurrencesTest::text)
                .toList();
    }

    private static String text(Occurrence occurrence) {
        return occurrence.day() + " " + occurrence.begins()
                + occurrence.skipped().map(reason -> " " + reason).orElse("")
                + (occurrence.segments().isEmpty() ? "" : " " + occurrence.start() + "/" + occurrence.end());
    }

    @Test
    void clocksThatLeapLeaveNoSuchTime() {
        assertEquals(
                List.of("2026-03-08 02:30 no-such-time", "2026-03-08 13:00 2026-03-08T17:00:00Z/2026-03-08T18:00:00Z"),
                of(pattern("2026-03-07", "2026-03-09", "SUNDAY")));
    }

    @Test
    void aSeriesThatMeetsAHolidayDoesNotTakePlace() {
        JsonObject pattern = pattern("2026-12-21", "2026-12-30", "THURSDAY", "TUESDAY")
                .put(
                        "modules",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("day", 0)
                                        .put("start", "09:00")
                                        .put("end", "10:00"))
                                .add(new JsonObject()
                                        .put("day", 1)
                                        .put("start", "09:00")
                                        .put("end", "11:00")));
        pattern.remove("times");
        assertEquals(
                List.of(
                        "2026-12-22 09:00 2026-12-22T14:00:00Z/2026-12-23T16:00:00Z",
                        "2026-12-24 09:00 holiday",
                        "2026-12-29 09:00 2026-12-29T14:00:00Z/2026-12-30T16:00:00Z"),
                of(pattern));
    }

    @Test
    void patternsAreReadAsTheyWereWritten() {
        Pattern pattern = Pattern.of(pattern("2026-03-07", "2026-03-09", "SUNDAY", "FRIDAY")
                .put("durationMinutes", 45)
                .put("exceptions", new JsonArray().add("2026-03-08"))
                .put("onHolidays", true));
        assertEquals(pattern, Pattern.of(pattern.toJson()));
    }

    private static Slot.Segment segment(int from, int to) {
        return new Slot.Segment(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }

    @Test
    void busyTimesOverlapOnlyWhereTheyDo() {
        BusyTimes busy = new BusyTimes(List.of(segment(50, 60), segment(10, 20), segment(15, 30), segment(12, 14)));
        assertFalse(busy.overlap(List.of(segment(0, 10), segment(30, 50), segment(60, 90))));
        assertTrue(busy.overlap(List.of(segment(0, 11))));
        assertTrue(busy.overlap(List.of(segment(29, 31))));
        assertTrue(busy.overlap(List.of(segment(40, 70))));
        assertTrue(busy.overlap(List.of(segment(22, 25))));
        assertFalse(busy.overlap(List.of()));
    }
}
