package org.creneau.loadtest.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One start of each kind. */
class StartsIT {

    @TempDir
    private Path folder;

    @Test
    void everyKindOfStartIsMeasured() throws IOException {
        Path json = folder.resolve("starts.json");

        assertEquals(0, run("--rounds=1", "--jvm-options=-XX:+UseSerialGC", "--json=" + json));

        JsonNode starts = new JsonMapper().readTree(json.toFile()).get("starts");
        for (StartKind kind : StartKind.values()) {
            JsonNode seconds = starts.get(kind.label()).get("seconds");
            assertEquals(1, seconds.size(), kind::label);
            assertTrue(seconds.get(0).asDouble() > 0, kind::label);
        }
    }

    @Test
    void aNodeThatCannotStartHasNoFigure() {
        Path json = folder.resolve("starts.json");

        assertNotEquals(0, run("--rounds=1", "--jvm-options=-XX:NoSuchOption", "--json=" + json));

        assertFalse(Files.exists(json));
    }

    @Test
    void wrongUsageIsToldAtOnce() {
        assertEquals(2, run("--rounds=0"));
        assertEquals(2, run("--rounds=101"));
    }

    private static int run(String... options) {
        return new CommandLine(new StartsCommand()).execute(options);
    }
}
