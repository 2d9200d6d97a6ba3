package org.creneau.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.creneau.core.CsvReader;
import org.creneau.core.CsvReader.BrokenException;
import org.creneau.core.CsvReader.Columns;
import org.creneau.core.CsvReader.Row;

/** A CSV file to be imported, read row by row. Reading blocks: not for event loops. */
record ImportFile(Path path, Columns columns) {

    private static final int MOST_ROWS = 1_000_000;

    String name() {
        return path.getFileName().toString();
    }

    /**
     * Reads all rows, as far as that can be done; what cannot be read is an error.
     *
     * @throws UncheckedIOException when the file itself is out of reach
     */
    void read(ImportErrors errors, Consumer<Row> each) {
        try (CsvReader rows = open()) {
            if (!headerIsGood(rows, errors)) {
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
                if (row.isComplete()) {
                    each.accept(row);
                } else {
                    errors.add(name(), row.line(), "", "has more or fewer cells than the header");
                }
            }
        } catch (BrokenException broken) {
            errors.add(name(), broken.line(), "", reason(broken));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean headerIsGood(CsvReader rows, ImportErrors errors) {
        List<String> missing = rows.missing(columns);
        missing.forEach(column -> errors.add(name(), 1, column, "this column is missing"));
        int unknown = rows.unknown(columns);
        if (unknown > 0) {
            errors.add(name(), 1, "", "has a column that is not known; known are " + String.join(", ", columns.all()));
        }
        return missing.isEmpty() && unknown == 0;
    }

    private static String reason(BrokenException broken) {
        return switch (broken.fault()) {
            case NOT_UTF8 -> "is not UTF-8";
            case HEADER -> "is no header of different names";
            case MALFORMED -> "cannot be read as CSV";
        };
    }

    /** For reading a file again that {@link #read} found nothing wrong with. */
    CsvReader open() throws IOException {
        return CsvReader.open(Files.newInputStream(path));
    }
}
