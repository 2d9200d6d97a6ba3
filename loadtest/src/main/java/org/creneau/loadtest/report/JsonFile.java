package org.creneau.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Figures for machines. */
public final class JsonFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private JsonFile() {}

    /** Writes figures over older ones, indented; makes the folder when it is missing. */
    public static void write(Path file, Object figures) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
    }

    /** The same in one line. */
    static String line(Object figures) throws JsonProcessingException {
        return JSON.writeValueAsString(figures);
    }
}
