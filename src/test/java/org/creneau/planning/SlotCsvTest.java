package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.catalogue.Catalogue;
import org.creneau.planning.SlotOffers.CsvError;
import org.junit.jupiter.api.Test;

class SlotCsvTest {

    private static final Catalogue NOTHING = new Catalogue(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    private static final String ALL = "type,location,date,start,end,capacity,opensAt,releasePlan";

    private static List<String> codes(String csv) {
        return SlotCsv.read(Buffer.buffer(csv), NOTHING).refused(List.of()).errors().stream()
                .map(CsvError::code)
                .toList();
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
