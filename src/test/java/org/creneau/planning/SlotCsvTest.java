package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.City;
import org.creneau.catalogue.Location;
import org.creneau.core.LocalText;
import org.creneau.planning.SlotOffers.CsvError;
import org.junit.jupiter.api.Test;

class SlotCsvTest {

    private static final Catalogue NOTHING = new Catalogue(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    private static final LocalText NAME = new LocalText("M", "M");
    private static final Catalogue MONTREAL = new Catalogue(
            Map.of(),
            Map.of(),
            Map.of(
                    "m",
                    new Location(
                            "m",
                            "clef",
                            new City("montreal", NAME),
                            NAME,
                            null,
                            "1, rue A",
                            null,
                            "Québec",
                            "Canada",
                            "H2L 3Z2",
                            45.5,
                            -73.6,
                            null,
                            List.of(),
                            ZoneId.of("America/Toronto"))),
            Map.of(),
            Map.of());
    private static final String ALL = "type,location,date,start,end,capacity,opensAt,releasePlan";

    private static List<String> codes(String csv) {
        return SlotCsv.read(Buffer.buffer(csv), NOTHING).refused(List.of()).errors().stream()
                .map(CsvError::code)
                .toList();
    }

    private static List<String> errors(String csv, Catalogue catalogue) {
        return SlotCsv.read(Buffer.buffer(csv), catalogue).refused(List.of()).errors().stream()
                .map(error -> error.line() + " " + error.column() + " " + error.code())
                .toList();
    }

    /** What time it is there nobody knows: it must not become a slot at some other hour. */
    @Test
    void timesOfAPlaceThatIsNotKnownAreNotRead() {
        SlotCsv file = SlotCsv.read(
                Buffer.buffer("type,location,date,start,end,capacity\nsession,halifax,2030-03-04,09:00,10:00,5\n"),
                NOTHING);
        assertEquals(List.of(), file.drafts());
        assertEquals(
                List.of("2 location location-unknown"),
                errors("type,location,date,start,end,capacity\nsession,halifax,2030-03-04,09:00,10:00,5\n", NOTHING));
    }

    /** On 2030-03-10 the clocks leap from 2:00 to 3:00. */
    @Test
    void anOpeningWithinTheLeapOfTheClocksIsRefused() {
        String row = "session,m,2030-03-20,09:00,10:00,5,2030-03-10T";
        assertEquals(
                List.of("2 opensAt no-such-time", "4 opensAt wrong-format"),
                errors(
                        "type,location,date,start,end,capacity,opensAt\n" + row + "02:30\n" + row + "03:00\n" + row
                                + "25:00\n",
                        MONTREAL));
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
    }

    @Test
    void aHeaderThatIsFarTooLongIsNotLookedInto() {
        List<String> refused = List.of("csv-header");
        assertEquals(refused, codes(names(500_000)));
        assertEquals(refused, codes(names(500_000) + "\n"));
        assertEquals(refused, codes("\n\n\"a\nb\"," + names(500_000)));
        assertEquals(refused, codes("\"" + "a\n".repeat(500_000) + "\"," + ALL));
        assertEquals(refused, codes("a".repeat(1_000_000) + "\n"));
        assertEquals(refused, codes(" ".repeat(1_000_000)));
    }

    @Test
    void aHeaderOfAllColumnsIsReadWhateverFollows() {
        assertEquals(List.of("csv-empty"), codes(ALL + "\n"));
        assertEquals(List.of("csv-empty"), codes(ALL));
        assertEquals(List.of("csv-empty"), codes("\uFEFF" + ALL));
        assertEquals(List.of("csv-column-unknown"), codes(ALL + ",more"));
        assertEquals(List.of("csv-empty"), codes('"' + ALL.replace(",", "\",\"") + "\"\r\n"));
        assertEquals(List.of("csv-cells"), codes(ALL + "\n" + "a".repeat(10_000) + "\n"));
        assertEquals(List.of("csv-malformed"), codes(ALL + "\n\"" + "a".repeat(10_000)));
        assertEquals(List.of("csv-malformed"), codes(ALL + "\n\"a\"b" + "a".repeat(10_000)));
    }

    private static SlotCsv row(String date, String start, String end) {
        return SlotCsv.read(
                Buffer.buffer("type,location,date,start,end,capacity\nt,m,%s,%s,%s,12\n".formatted(date, start, end)),
                MONTREAL);
    }

    private static List<String> segments(SlotCsv file) {
        return file.drafts().get(0).segments().stream()
                .map(segment -> segment.start() + " " + segment.end())
                .toList();
    }

    @Test
    void modulesHaveABarBetweenThem() {
        assertEquals(
                List.of("2026-03-20T21:00:00Z 2026-03-21T00:00:00Z", "2026-03-21T21:30:00Z 2026-03-22T01:00:00Z"),
                segments(row("2026-03-20|2026-03-21", "17:00 | 17:30", "20:00|21:00")));
        assertEquals(
                List.of("2026-03-20T13:00:00Z 2026-03-20T16:00:00Z", "2026-03-20T17:00:00Z 2026-03-20T20:00:00Z"),
                segments(row("2026-03-20", "09:00|13:00", "12:00|16:00")));
        assertEquals(1, row("2026-03-20", "09:00", "12:00").drafts().size());
    }

    @Test
    void whatIsWrongWithModulesIsNamedByLineAndColumn() {
        assertEquals(List.of("2 end segments-uneven"), wrong(row("2026-03-20", "09:00|13:00", "12:00")));
        assertEquals(
                List.of("2 date segments-uneven"),
                wrong(row("2026-03-20|2026-03-21|2026-03-22", "09:00|13:00", "12:00|16:00")));
        assertEquals(List.of("2 start wrong-format"), wrong(row("2026-03-20", "09:00|", "12:00|16:00")));
        assertEquals(List.of("2 end wrong-format"), wrong(row("2026-03-20", "09:00|13:00", "noon|four")));
        assertEquals(
                List.of("2 date wrong-format", "2 end wrong-format"),
                wrong(row("2026-03-20|2026-02-30", "09:00|13:00", "12:00|26:00")));
        // In spring the clocks leap over half past two.
        assertEquals(
                List.of("2 start no-such-time"), wrong(row("2026-03-07|2026-03-08", "02:30|02:30", "04:00|04:00")));
        String bars = "09:00|".repeat(50) + "09:00";
        assertEquals(List.of("2 start too-many", "2 end too-many"), wrong(row("2026-03-20", bars, bars)));
        SlotCsv good = row("2026-03-20", "09:00|11:00", "12:00|16:00");
        List<CsvError> overlapping = good.refused(List.of(new Flaw(0, "segments/1/start", "segments-overlap")))
                .errors();
        assertEquals(List.of(new CsvError(2, "start", "segments-overlap")), overlapping);
    }

    private static List<String> wrong(SlotCsv file) {
        return file.refused(List.of()).errors().stream()
                .map(error -> error.line() + " " + error.column() + " " + error.code())
                .toList();
    }
}
