package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.core.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedTokenFileTest {

    @Test
    void oneTokenALineInOrderForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "what was there before");
        List<UUID> clients = Stream.generate(Ids::next).limit(25_000).toList();

        SeedTokenFile.write(
                file, clients, part -> part.stream().map(UUID::toString).toList());

        assertEquals(clients.stream().map(UUID::toString).toList(), Files.readAllLines(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aMissingTokenIsNoticed(@TempDir Path folder) {
        List<UUID> clients = List.of(Ids.next(), Ids.next());
        assertThrows(
                IllegalStateException.class,
                () -> SeedTokenFile.write(folder.resolve("tokens"), clients, part -> List.of("one")));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 1, 0, --clients",
        "1000001, 1, 1, 0, --clients",
        "1, -1, 1, 0, --slots",
        "1, 10001, 1, 0, --slots",
        "1, 1, 0, 0, --capacity",
        "1, 1, 10001, 0, --capacity",
        "1, 1, 1, 2592001, --opens-in",
    })
    void absurdRequestsAreRefusedByName(int clients, int slots, int capacity, long opensIn, String option) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new SeedRequest(clients, slots, capacity, opensIn))
                .getMessage();
        assertEquals(option, String.valueOf(message).split(" ", 2)[0]);
    }
}
