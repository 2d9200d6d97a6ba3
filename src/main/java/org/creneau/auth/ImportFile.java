package org.creneau.auth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file in UTF-8 with a header row (RFC 4180), read row by row. Reading blocks: not for event loops.
 *
 * @param required columns that must be there
 * @param optional columns that may be there; there are no others
 */
record ImportFile(Path path, Set<String> required, Set<String> optional) {

    private static final int MOST_ROWS = 1_000_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    /** One row of the file. */
    record Row(long line, CSVRecord cells) {

        /** Empty for a column that is not there. */
        String get(String column) {
            return cells.isSet(column) ? cells.get(column) : "";
        }

        @Override
        public String toString() {
            return "Row[line " + line + "]";
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /**
     * Reads all rows, as far as that can be done; what cannot be read is an error.
     *
     * @throws UncheckedIOException when the file itself is out of reach
     */
    void read(ImportErrors errors, Consumer<Row> each) {
        try (Rows rows = open()) {
            if (!headerIsGood(rows.parser, errors)) {
                return;
            }
            for (long count = 0; ; count++) {
                List<Row> next = rows.next(1);
                if (next.isEmpty()) {
                    return;
                }
                Row row = next.get(0);
                if (count >= MOST_ROWS) {
                    errors.add(name(), row.line(), "", "more than " + MOST_ROWS + " rows: split the file");
                    return;
                }
                if (row.cells().isConsistent()) {
                    each.accept(row);
                } else {
                    errors.add(name(), row.line(), "", "has more or fewer cells than the header");
                }
            }
        } catch (BrokenFileException broken) {
            errors.add(name(), broken.line, "", broken.reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean headerIsGood(CSVParser parser, ImportErrors errors) {
        List<String> columns = parser.getHeaderNames();
        boolean good = true;
        for (String column : new TreeSet<>(required)) {
            if (!columns.contains(column)) {
                errors.add(name(), 1, column, "this column is missing");
                good = false;
            }
        }
        for (String column : columns) {
            if (!required.contains(column) && !optional.contains(column)) {
                errors.add(name(), 1, "", "has a column that is not known; known are " + known());
                good = false;
            }
        }
        return good;
    }

    private String known() {
        return Stream.concat(required.stream(), optional.stream()).sorted().collect(Collectors.joining(", "));
    }

    /** For reading a file again that {@link #read} found nothing wrong with. */
    Rows open() throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                Files.newInputStream(path),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return new Rows(CSVParser.parse(reader, FORMAT));
        } catch (CharacterCodingException notUtf8) {
            reader.close();
            throw new BrokenFileException(0, "is not UTF-8");
        } catch (IOException | IllegalArgumentException malformed) {
            reader.close();
            throw new BrokenFileException(1, "is no header of different names");
        }
    }

    /** The file is not what it should be. */
    private static final class BrokenFileException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long line;
        private final String reason;

        BrokenFileException(long line, String reason) {
            super(reason, null, false, false);
            this.line = line;
            this.reason = reason;
        }
    }

    /** The rows of an open file. */
    static final class Rows implements AutoCloseable {

        private final CSVParser parser;
        private final Iterator<CSVRecord> records;

        private Rows(CSVParser parser) {
            this.parser = parser;
            this.records = parser.iterator();
        }

        /** The next rows, up to so many; none at the end. */
        List<Row> next(int most) {
            List<Row> rows = new ArrayList<>(most);
            try {
                while (rows.size() < most && records.hasNext()) {
                    long line = parser.getCurrentLineNumber();
                    rows.add(new Row(line, records.next()));
                }
            } catch (UncheckedIOException | IllegalStateException malformed) {
                boolean notUtf8 = malformed.getCause() instanceof CharacterCodingException;
                throw notUtf8
                        ? new BrokenFileException(0, "is not UTF-8")
                        : new BrokenFileException(parser.getCurrentLineNumber(), "cannot be read as CSV");
            }
            return rows;
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
