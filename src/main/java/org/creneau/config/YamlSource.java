package org.creneau.config;

import io.vertx.config.yaml.YamlProcessor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * YAML read by Vert.x Config's processor. Its retriever is not used: it would look for the defaults in the working
 * directory before the jar, and by merging at once it would lose where a wrong value came from.
 */
final class YamlSource {

    private static final String DEFAULTS = "conf/creneau.yaml";

    private static final Logger log = LoggerFactory.getLogger(YamlSource.class);

    private YamlSource() {}

    /** What the jar was built with. */
    static JsonObject defaults() {
        try (InputStream resource =
                Objects.requireNonNull(YamlSource.class.getClassLoader().getResourceAsStream(DEFAULTS), DEFAULTS)) {
            return parsed(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject of(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw SettingsException.line("settings file " + file + " cannot be read: " + FileProblem.inWords(e));
        }
        refuseDuplicates(file, bytes);
        try {
            return parsed(bytes);
        } catch (CompletionException e) {
            throw SettingsException.line("settings file " + file + " is not valid YAML" + where(e.getCause()));
        }
    }

    /** Of two lines for one setting the processor would take the last and say nothing. */
    private static void refuseDuplicates(Path file, byte[] bytes) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            new Yaml(new SafeConstructor(strict)).load(new String(bytes, StandardCharsets.UTF_8));
        } catch (DuplicateKeyException e) {
            String key = e.getProblem().replace("found duplicate key ", "");
            throw SettingsException.line("settings file " + file + where(e) + ": " + key + " is there twice");
        } catch (YAMLException other) {
            log.debug("what else is wrong with the file is told by who reads it");
        }
    }

    /** The parser's own message quotes the line, which may hold a password. */
    private static String where(@org.jspecify.annotations.Nullable Throwable cause) {
        return cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? ", line " + (marked.getProblemMark().getLine() + 1)
                : ": it must be a list of settings with their values";
    }

    private static JsonObject parsed(byte[] yaml) {
        // A Vert.x of its own: the real one is built from the settings.
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        Vertx vertx = Vertx.vertx(options);
        try {
            JsonObject json = new YamlProcessor()
                    .process(vertx, new JsonObject(), Buffer.buffer(yaml))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return json == null ? new JsonObject() : json; // nothing but comments
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
