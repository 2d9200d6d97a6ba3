package org.creneau.process;

import java.util.List;

/**
 * What a process left behind.
 *
 * @param output lines of standard output
 * @param errors lines of standard error
 */
record Ended(int exitCode, List<String> output, List<String> errors) {

    /** The last line on standard error, which must be one for people. */
    String lastError() {
        if (errors.isEmpty()) {
            throw new AssertionError("nothing on standard error: " + this);
        }
        return errors.get(errors.size() - 1);
    }
}
