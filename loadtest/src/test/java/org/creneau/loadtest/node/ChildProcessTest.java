package org.creneau.loadtest.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    private Path folder;

    @Test
    void endsByItself() {
        assertEquals(3, start("exit 3").await(Duration.ofSeconds(20)));
    }

    @Test
    void oneThatTakesTooLongIsEnded() {
        ChildProcess child = start("echo slow as ever >&2; exec sleep 600");
        ChildFailedException failure =
                assertThrows(ChildFailedException.class, () -> child.await(Duration.ofSeconds(3)));
        assertTrue(String.valueOf(failure.getMessage()).contains("slow as ever"), failure::getMessage);
        assertFalse(child.isAlive());
    }

    @Test
    void isWatchedWhileItRuns() {
        try (ChildProcess child = start("exec sleep 600")) {
            Usage usage = new ProcessUsage("child", child.pid()).read().orElseThrow();
            assertTrue(usage.cpuSeconds() < 60, usage::toString);
        }
    }

    @Test
    void isEndedByClosing() {
        ChildProcess child = start("exec sleep 600");
        assertTrue(child.isAlive());
        child.close();
        assertFalse(child.isAlive());
    }

    @Test
    void seesNoSettingsButItsOwn() {
        assertEquals(0, start("test \"$CRENEAU_HTTP_PORT\" = 7").await(Duration.ofSeconds(20)));
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(
                List.of("sh", "-c", script),
                Map.of("CRENEAU_HTTP_PORT", "7"),
                folder.resolve("out"),
                folder.resolve("log"));
    }
}
