package org.creneau.auth;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in the files of an import; the first hundred in words, the others counted. */
final class ImportErrors {

    static final int MOST = 100;

    private final List<String> first = new ArrayList<>();
    private long total;

    /**
     * Notes an error.
     *
     * @param line 0: the file as a whole
     * @param column empty: the line as a whole
     */
    void add(String file, long line, String column, String reason) {
        total++;
        if (first.size() < MOST) {
            first.add(file + (line == 0 ? "" : " line " + line) + (column.isEmpty() ? "" : ", " + column) + ": "
                    + reason);
        }
    }

    boolean none() {
        return total == 0;
    }

    ImportResult.Refused refused() {
        return new ImportResult.Refused(first, total);
    }
}
