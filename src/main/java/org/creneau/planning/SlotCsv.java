package org.creneau.planning;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.Location;
import org.creneau.core.CsvReader;
import org.creneau.core.CsvReader.Columns;
import org.creneau.core.MinistryTime;
import org.creneau.planning.SlotOffers.CsvError;
import org.creneau.planning.SlotOffers.ImportResult;
import org.creneau.slot.Slot;

/**
 * Slots in a CSV file ({@link CsvReader}), in any order of columns. Dates and times are those of each location's zone.
 * Modules (guide 5.3.3) have a bar between them: {@code 17:00|17:00} is when they begin, {@code 20:00|21:00} when they end,
 * and the date is that of all of them, or {@code 2026-03-20|2026-03-21}. What is wrong is noted, all of it, so that it can be
 * mended at once.
 */
final class SlotCsv {

    static final int MOST_ROWS = 10_000;

    /** Errors that are named; the others are counted. */
    private static final int MOST_ERRORS = 100;

    /** As in {@code POST /staff/slots}. */
    private static final int MOST_SEGMENTS = 50;

    private static final Columns COLUMNS = new Columns(
            Set.of("type", "location", "date", "start", "end", "capacity"), Set.of("opensAt", "releasePlan"));

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BAR = Pattern.compile("\\|");

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
        try (CsvReader rows = CsvReader.open(new ByteArrayInputStream(csv.getBytes()))) {
            if (file.headerIsGood(rows)) {
                file.rows(rows);
            }
        } catch (CsvReader.BrokenException broken) {
            file.error(broken.line(), "", code(broken.fault()));
        } catch (IOException outOfMemory) {
            throw new UncheckedIOException(outOfMemory); // it is all there
        }
        return file;
    }

    private static String code(CsvReader.Fault fault) {
        return switch (fault) {
            case NOT_UTF8 -> "csv-not-utf8";
            case HEADER -> "csv-header";
            case MALFORMED -> "csv-malformed";
        };
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

    private boolean headerIsGood(CsvReader rows) {
        rows.missing(COLUMNS).forEach(column -> error(1, column, "csv-column-missing"));
        for (int i = 0; i < rows.unknown(COLUMNS); i++) {
            error(1, "", "csv-column-unknown");
        }
        return errors.isEmpty();
    }

    private void rows(CsvReader rows) {
        for (int count = 1; ; count++) {
            List<CsvReader.Row> next = rows.next(1);
            if (next.isEmpty()) {
                break;
            }
            CsvReader.Row cells = next.get(0);
            if (count > MOST_ROWS) {
                error(cells.line(), "", "csv-too-many-rows");
                return;
            }
            if (cells.isComplete()) {
                new Row(cells).draft().ifPresent(draft -> {
                    drafts.add(draft);
                    lines.add(cells.line());
                });
            } else {
                error(cells.line(), "", "csv-cells");
            }
        }
        if (drafts.isEmpty() && errors.isEmpty()) {
            error(0, "", "csv-empty");
        }
    }

    /** One row on its way to a draft. */
    private final class Row {

        private final CsvReader.Row cells;
        private final ZoneId zone;
        private boolean good = true;

        Row(CsvReader.Row cells) {
            this.cells = cells;
            Location location = catalogue.locations().get(cells.get("location"));
            this.zone = location == null ? MinistryTime.ZONE : location.zone();
            if (location == null && !cells.get("location").isEmpty()) {
                // Not for the rules to find: until then it may be known, and its times would be those of another zone.
                fail("location", SlotRules.UNKNOWN_LOCATION);
            }
        }

        Optional<Draft> draft() {
            String type = text("type");
            String location = text("location");
            List<LocalDate> dates = each("date", LocalDate::parse);
            List<LocalTime> starts = each("start", LocalTime::parse);
            List<LocalTime> ends = each("end", LocalTime::parse);
            Optional<Integer> capacity = read("capacity", SlotCsv::whole);
            Release release = release();
            if (good && ends.size() != starts.size()) {
                fail("end", "segments-uneven");
            } else if (good && dates.size() != 1 && dates.size() != starts.size()) {
                fail("date", "segments-uneven");
            }
            if (!good) {
                return Optional.empty();
            }
            List<Slot.Segment> segments = segments(dates, starts, ends);
            return good
                    ? Optional.of(new Draft(type, location, segments, capacity.orElseThrow(), release))
                    : Optional.empty();
        }

        private List<Slot.Segment> segments(List<LocalDate> dates, List<LocalTime> starts, List<LocalTime> ends) {
            List<Slot.Segment> segments = new ArrayList<>();
            for (int i = 0; i < starts.size(); i++) {
                LocalDate date = dates.size() == 1 ? dates.get(0) : dates.get(i);
                Optional<Instant> start = at("start", date.atTime(starts.get(i)));
                Optional<Instant> end = at("end", date.atTime(ends.get(i)));
                if (start.isPresent() && end.isPresent()) {
                    segments.add(new Slot.Segment(start.get(), end.get()));
                }
            }
            return segments;
        }

        private Release release() {
            String plan = cells.get("releasePlan");
            if (cells.get("opensAt").isEmpty()) {
                return plan.isEmpty() ? new Release.AtOnce() : new Release.Under(plan);
            }
            return plan.isEmpty()
                    ? opening().<Release>map(Release.At::new).orElseGet(Release.AtOnce::new)
                    : new Release.Unclear();
        }

        /** With an offset, or in the location's zone. */
        private Optional<Instant> opening() {
            String iso = cells.get("opensAt").replace(' ', 'T');
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
            String text = cells.get(column);
            if (text.isEmpty()) {
                fail(column, "required");
            }
            return text;
        }

        private <T> Optional<T> read(String column, Function<String, T> parser) {
            String text = text(column);
            return text.isEmpty() ? Optional.empty() : parsed(column, text, parser);
        }

        /** What the bars in a cell part; none when one of them is wrong. */
        private <T> List<T> each(String column, Function<String, T> parser) {
            String text = text(column);
            String[] parts = text.isEmpty() ? new String[0] : BAR.split(text, MOST_SEGMENTS + 1);
            if (parts.length > MOST_SEGMENTS) {
                fail(column, "too-many");
                return List.of();
            }
            List<T> all = new ArrayList<>();
            for (String part : parts) {
                Optional<T> one = parsed(column, part.strip(), parser);
                if (one.isEmpty()) {
                    return List.of();
                }
                all.add(one.get());
            }
            return all;
        }

        private <T> Optional<T> parsed(String column, String text, Function<String, T> parser) {
            try {
                return Optional.of(parser.apply(text));
            } catch (DateTimeException | NumberFormatException notOne) {
                fail(column, "wrong-format");
                return Optional.empty();
            }
        }

        private void fail(String column, String code) {
            good = false;
            error(cells.line(), column, code);
        }
    }

    private static int whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Integer.parseInt(text);
    }
}
