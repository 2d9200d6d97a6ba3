package org.creneau.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsNotThere() {
        IOException failure = assertThrows(
                IOException.class,
                () -> Files.readAllBytes(folder.resolve("missing").resolve("file")));
        assertEquals("there is no such file or folder", FileProblem.inWords(failure));
    }

    @Test
    void whatIsSaidNamesNoClass() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path unusable : new Path[] {folder, file.resolve("below")}) {
            IOException failure = assertThrows(IOException.class, () -> Files.readAllBytes(unusable));
            String words = FileProblem.inWords(failure);
            assertFalse(words.isEmpty() || words.contains("Exception"), words);
        }
    }
}
