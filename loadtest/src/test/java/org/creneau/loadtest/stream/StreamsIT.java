package org.creneau.loadtest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A few streams from beginning to end. */
class StreamsIT {

    @TempDir
    private Path folder;

    @Test
    void everyStreamHearsOfEveryBooking() {
        assertEquals(0, run("--streams=20", "--changes=3", "--out=" + folder));
    }

    @Test
    void wrongUsageIsToldAtOnce() {
        assertEquals(2, run("--streams=0"));
        assertEquals(2, run("--changes=1001"));
    }

    private static int run(String... options) {
        return new CommandLine(new StreamsCommand()).execute(options);
    }
}
