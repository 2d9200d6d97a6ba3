package org.creneau.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a CSV file in UTF-8 with a header row (RFC 4180), with or without a byte order mark. Empty lines do not
 * count, and spaces around a cell are not part of it. Reading blocks: not for event loops.
 */
public final class CsvReader implements AutoCloseable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Of a header; beyond it somebody has sent something else. */
    private static final int MOST_COLUMNS = 50;

    private static final int MOST_HEADER_CHARACTERS = 4000;

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

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CsvReader(CSVParser parser) {
        this.parser = parser;
        this.records = parser.iterator();
    }

    /** Why a file cannot be read, or not to its end. */
    public enum Fault {
        NOT_UTF8,
        /** The first line is no header of different names, or far too long for one. */
        HEADER,
        MALFORMED
    }

    /** The file is not what it should be. */
    public static final class BrokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long line;
        private final Fault fault;

        BrokenException(long line, Fault fault) {
            super("CSV, line " + line + ": " + fault, null, false, false);
            this.line = line;
            this.fault = fault;
        }

        /** From 1; 0: the file as a whole. */
        public long line() {
            return line;
        }

        public Fault fault() {
            return fault;
        }
    }

    /** One row. What it says is nobody's business in a log. */
    public record Row(long line, CSVRecord cells) {

        /** Empty for a column that is not there. */
        public String get(String column) {
            return cells.isSet(column) ? cells.get(column) : "";
        }

        /** Whether it has as many cells as the header. */
        public boolean isComplete() {
            return cells.isConsistent();
        }

        @Override
        public String toString() {
            return "Row[line " + line + "]";
        }
    }

    /**
     * The columns of a file, in any order; there are no others.
     *
     * @param required that must be there
     * @param optional that may be there
     */
    public record Columns(Set<String> required, Set<String> optional) {
        public Columns {
            required = Set.copyOf(required);
            optional = Set.copyOf(optional);
        }

        /** In order of their names. */
        public List<String> all() {
            return Stream.concat(required.stream(), optional.stream()).sorted().toList();
        }
    }

    /**
     * Begins to read.
     *
     * @throws BrokenException when it has no header
     */
    public static CsvReader open(InputStream file) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                file,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            if (!headerIsShort(reader)) {
                throw new BrokenException(1, Fault.HEADER);
            }
            return new CsvReader(CSVParser.parse(reader, FORMAT));
        } catch (CharacterCodingException notUtf8) {
            reader.close();
            throw new BrokenException(0, Fault.NOT_UTF8);
        } catch (IOException | IllegalArgumentException malformed) {
            reader.close();
            throw new BrokenException(1, Fault.HEADER);
        } catch (BrokenException broken) {
            reader.close();
            throw broken;
        }
    }

    /** A file could be all header: a name of two bytes costs a hundred times that once it is known where it stands. */
    private static boolean headerIsShort(BufferedReader reader) throws IOException {
        char[] beginning = new char[MOST_HEADER_CHARACTERS];
        reader.mark(MOST_HEADER_CHARACTERS + 1);
        int length = 0;
        for (int more = 0; more >= 0 && length < beginning.length; ) {
            length += more;
            more = reader.read(beginning, length, beginning.length - length);
        }
        boolean whole = length < beginning.length;
        reader.reset();
        try (CSVParser parser = CSVParser.parse(new StringReader(new String(beginning, 0, length)), LENIENT)) {
            List<CSVRecord> first = parser.stream().limit(2).toList();
            return first.isEmpty() ? whole : first.get(0).size() <= MOST_COLUMNS && (whole || first.size() == 2);
        } catch (UncheckedIOException | IllegalStateException unreadable) {
            return false;
        }
    }

    /** Required columns that the header lacks, in order of their names. */
    public List<String> missing(Columns columns) {
        List<String> there = parser.getHeaderNames();
        return columns.required().stream()
                .filter(Predicate.not(there::contains))
                .sorted()
                .toList();
    }

    /** How many columns of the header nobody knows. Not their names: they may be anything. */
    public int unknown(Columns columns) {
        List<String> known = columns.all();
        return (int) parser.getHeaderNames().stream()
                .filter(Predicate.not(known::contains))
                .count();
    }

    /**
     * The next rows, up to so many; none at the end.
     *
     * @throws BrokenException when it cannot be read on
     */
    public List<Row> next(int most) {
        List<Row> rows = new ArrayList<>(most);
        try {
            while (rows.size() < most && records.hasNext()) {
                long line = parser.getCurrentLineNumber();
                rows.add(new Row(line, records.next()));
            }
        } catch (UncheckedIOException | IllegalStateException malformed) {
            throw malformed.getCause() instanceof CharacterCodingException
                    ? new BrokenException(0, Fault.NOT_UTF8)
                    : new BrokenException(parser.getCurrentLineNumber(), Fault.MALFORMED);
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
