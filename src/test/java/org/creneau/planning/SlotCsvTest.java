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
    void aHeaderOfMoreColumnsThanThereAreIsNotLookedInto() {
        List<String> refused = List.of("csv-header");
        assertEquals(refused, codes(ALL + ",more"));
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
        assertEquals(List.of("csv-empty"), codes('"' + ALL.replace(",", "\",\"") + "\"\r\n"));
        assertEquals(List.of("csv-cells"), codes(ALL + "\n" + "a".repeat(2_000) + "\n"));
        assertEquals(List.of("csv-malformed"), codes(ALL + "\n\"" + "a".repeat(2_000)));
        assertEquals(List.of("csv-malformed"), codes(ALL + "\n\"a\"b" + "a".repeat(2_000)));
    }
}
