package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be in the source, and no rule about classes can see. */
class SourceRulesTest {

    private static final Path MAIN = Path.of("src", "main");

    /** Seats are handed out without anybody waiting for a lock, in PostgreSQL or in Java. */
    private static final Pattern LOCKS = Pattern.compile("""
            (?ix) \\b for \\s+ (no \\s+ key \\s+)? update \\b
            | \\b for \\s+ (key \\s+)? share \\b
            | \\b pg_(try_)?advisory
            | \\b lock \\s+ table \\b
            | \\b synchronized \\b
            """);

    private static final List<String> TEXTS = List.of(".java", ".sql", ".lua");

    @Test
    void nothingTakesALock() {
        List<String> found = new ArrayList<>();
        int read = 0;
        for (Path file : files()) {
            read++;
            LOCKS.matcher(text(file)).results().forEach(hit -> found.add(file + ": " + hit.group()));
        }
        assertEquals(List.of(), found);
        assertTrue(read > 100, "only " + read + " files were looked at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from slot where id = $1 for update",
                "SELECT 1 FROM slot\n   FOR\n   NO KEY UPDATE",
                "select 1 from slot for key share",
                "select pg_advisory_xact_lock(1)",
                "select pg_try_advisory_lock(1)",
                "lock table booking in share mode",
                "synchronized (this) {"
            })
    void aLockWouldBeSeen(String text) {
        assertTrue(LOCKS.matcher(text).find(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before insert or update on slot for each row", "waits for updates", "a block table"})
    void otherWordsAreFine(String text) {
        assertFalse(LOCKS.matcher(text).find(), text);
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.walk(MAIN)) {
            return all.filter(file -> TEXTS.stream().anyMatch(file.toString()::endsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
