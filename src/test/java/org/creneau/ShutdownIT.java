package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShutdownIT {

    @ParameterizedTest
    @CsvSource({"ends, 0", "hangs, 1", "breaks, 1"})
    void drainsThenStopsTheRestThenEnds(String way, int exitCode) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShutdownChild.class.getName(),
                        way)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                // The tests' log goes to standard output too.
                if (line.matches("up|drain|last")) {
                    said.add(line);
                }
                if (line.equals("up")) {
                    child.toHandle().destroy(); // SIGTERM; Process.destroy would also close what we read
                }
            }
        }
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        assertEquals(List.of("up", "drain", "last"), said);
        assertEquals(exitCode, child.exitValue());
    }
}
