package org.creneau.planning;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.Location;
import org.creneau.core.MinistryTime;
import org.creneau.planning.SlotOffers.CsvError;
import org.creneau.planning.SlotOffers.ImportResult;
import org.creneau.slot.Slot;

/**
 * Slots in a CSV file in UTF-8 with a header row (RFC 4180), in any order of columns. Dates and times are those of each
 * location's zone. What is wrong is noted, all of it, so that it can be mended at once.
 */
final class SlotCsv {

    static final int MOST_ROWS = 10_000;

    /** Errors that are named; the others are counted. */
    private static final int MOST_ERRORS = 100;

    private static final List<String> REQUIRED = List.of("type", "location", "date", "start", "end", "capacity");
    private static final List<String> OPTIONAL = List.of("opensAt", "releasePlan");
    private static final int MOST_COLUMNS = REQUIRED.size() + OPTIONAL.size();

    /** Several times what all columns take. */
    private static final int MOST_HEADER_CHARACTERS = 1000;

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    /** For a first look at the header, which may be cut off. */
    private static final CSVFormat LENIENT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();

    private final Catalogue catalogue;
    private final List<Draft> drafts = new ArrayList<>();
    /** Of each draft. */
    private final List<Long> lines = new ArrayList<>();

    private final List<CsvError> errors = new ArrayList<>();

    private SlotCsv(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static SlotCsv read(Buffer csv, Catalogue catalogue) {
        SlotCsv file = new SlotCsv(catalogue);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(csv.getBytes()))
                    .toString();
            file.parse(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            file.error(0, "", "csv-not-utf8");
        }
        return file;
    }

    /** The rows that could be read. */
    List<Draft> drafts() {
        return drafts;
    }

    /** Whether there is something that could not be read. */
    boolean isBroken() {
        return !errors.isEmpty();
    }

    /** @param flaws of the drafts */
    ImportResult.Refused refused(List<Flaw> flaws) {
        flaws.forEach(flaw -> error(lines.get(flaw.index()), column(flaw.field()), flaw.code()));
        List<CsvError> first = errors.stream()
                .sorted(Comparator.comparingLong(CsvError::line))
                .limit(MOST_ERRORS)
                .toList();
        return new ImportResult.Refused(first, errors.size());
    }

    private static String column(String field) {
        if (field.startsWith("segments/")) {
            return field.endsWith("/end") ? "end" : "start";
        }
        return field;
    }

    private void error(long line, String column, String code) {
        errors.add(new CsvError(line, column, code));
    }

    private void parse(String text) {
        if (!headerIsShort(text)) {
            error(1, "", "csv-header");
            return;
        }
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            if (!headerIsGood(parser.getHeaderNames())) {
                return;
            }
            rows(parser);
        } catch (IOException | IllegalArgumentException noHeader) {
            error(1, "", "csv-header");
        }
    }

    /** A file could be all header: a name of two bytes costs a hundred times that once it is known where it stands. */
    private static boolean headerIsShort(String text) {
        boolean whole = text.length() <= MOST_HEADER_CHARACTERS;
        String beginning = whole ? text : text.substring(0, MOST_HEADER_CHARACTERS);
        try (CSVParser parser = CSVParser.parse(new StringReader(beginning), LENIENT)) {
            List<CSVRecord> first = parser.stream().limit(2).toList();
            return first.isEmpty() ? whole : first.get(0).size() <= MOST_COLUMNS && (whole || first.size() == 2);
        } catch (IOException | UncheckedIOException | IllegalStateException unreadable) {
            return false;
        }
    }

    private boolean headerIsGood(List<String> columns) {
        for (String column : REQUIRED) {
            if (!columns.contains(column)) {
                error(1, column, "csv-column-missing");
            }
        }
        for (String column : new TreeSet<>(columns)) {
            if (!REQUIRED.contains(column) && !OPTIONAL.contains(column)) {
                // Not its name: it may be anything, as long as the file.
                error(1, "", "csv-column-unknown");
            }
        }
        return errors.isEmpty();
    }

    private void rows(CSVParser parser) {
        Iterator<CSVRecord> records = parser.iterator();
        try {
            while (records.hasNext()) {
                long line = parser.getCurrentLineNumber();
                CSVRecord cells = records.next();
                if (cells.getRecordNumber() > MOST_ROWS) {
                    error(line, "", "csv-too-many-rows");
                    return;
                }
                if (cells.isConsistent()) {
                    new Row(line, cells).draft().ifPresent(draft -> {
                        drafts.add(draft);
                        lines.add(line);
                    });
                } else {
                    error(line, "", "csv-cells");
                }
            }
        } catch (UncheckedIOException | IllegalStateException malformed) {
            error(parser.getCurrentLineNumber(), "", "csv-malformed");
        }
        if (drafts.isEmpty() && errors.isEmpty()) {
            error(0, "", "csv-empty");
        }
    }

    /** One row on its way to a draft. */
    private final class Row {

        private final long line;
        private final CSVRecord cells;
        private final ZoneId zone;
        private boolean good = true;

        Row(long line, CSVRecord cells) {
            this.line = line;
            this.cells = cells;
            Location location = catalogue.locations().get(get("location"));
            this.zone = location == null ? MinistryTime.ZONE : location.zone();
            if (location == null && !get("location").isEmpty()) {
                // Not for the rules to find: until then it may be known, and its times would be those of another zone.
                fail("location", SlotRules.UNKNOWN_LOCATION);
            }
        }

        Optional<Draft> draft() {
            String type = text("type");
            String location = text("location");
            Optional<LocalDate> date = read("date", LocalDate::parse);
            Optional<LocalTime> start = read("start", LocalTime::parse);
            Optional<LocalTime> end = read("end", LocalTime::parse);
            Optional<Integer> capacity = read("capacity", SlotCsv::whole);
            Release release = release();
            if (!good) {
                return Optional.empty();
            }
            Optional<Instant> begins = at("start", date.orElseThrow().atTime(start.orElseThrow()));
            Optional<Instant> ends = at("end", date.orElseThrow().atTime(end.orElseThrow()));
            return good
                    ? Optional.of(new Draft(
                            type,
                            location,
                            List.of(new Slot.Segment(begins.orElseThrow(), ends.orElseThrow())),
                            capacity.orElseThrow(),
                            release))
                    : Optional.empty();
        }

        private Release release() {
            String plan = get("releasePlan");
            if (get("opensAt").isEmpty()) {
                return plan.isEmpty() ? new Release.AtOnce() : new Release.Under(plan);
            }
            return plan.isEmpty()
                    ? opening().<Release>map(Release.At::new).orElseGet(Release.AtOnce::new)
                    : new Release.Unclear();
        }

        /** With an offset, or in the location's zone. */
        private Optional<Instant> opening() {
            String iso = get("opensAt").replace(' ', 'T');
            boolean local = iso.length() <= "2026-12-01T07:00:00".length() && !iso.endsWith("Z");
            return local
                    ? read("opensAt", text -> LocalDateTime.parse(iso)).flatMap(time -> at("opensAt", time))
                    : read("opensAt", text -> OffsetDateTime.parse(iso).toInstant());
        }

        private Optional<Instant> at(String column, LocalDateTime time) {
            Optional<Instant> instant = LocalTimes.at(time, zone);
            if (instant.isEmpty()) {
                fail(column, "no-such-time");
            }
            return instant;
        }

        private String text(String column) {
            String text = get(column);
            if (text.isEmpty()) {
                fail(column, "required");
            }
            return text;
        }

        private <T> Optional<T> read(String column, Function<String, T> parser) {
            String text = text(column);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(parser.apply(text));
            } catch (DateTimeException | NumberFormatException notOne) {
                fail(column, "wrong-format");
                return Optional.empty();
            }
        }

        private void fail(String column, String code) {
            good = false;
            error(line, column, code);
        }

        private String get(String column) {
            return cells.isSet(column) ? cells.get(column) : "";
        }
    }

    private static int whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Integer.parseInt(text);
    }
}
