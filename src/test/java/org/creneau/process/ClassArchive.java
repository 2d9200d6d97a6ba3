package org.creneau.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of the jar that every command loads, as the JVM has them in memory: made once for all processes of a run of
 * tests, which start in half the time with it.
 */
final class ClassArchive {

    static final String JAR = System.getProperty("creneau.jar");

    /** For processes that live for seconds. An archive is good for the collector it was made with only. */
    static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    static final Path FILE = make();

    private ClassArchive() {}

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("creneau-test-classes");
            Path file = folder.resolve("classes.jsa");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit(); // before the folder: what is registered last goes first
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:ArchiveClassesAtExit=" + file);
            command.addAll(OPTIONS);
            command.addAll(List.of("-jar", JAR, "check"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().removeIf(name -> name.startsWith("CRENEAU_"));
            // Nobody is there: it loads what it needs to find that out.
            builder.environment().put("CRENEAU_DATABASE_URL", "postgresql://nobody:none@localhost:1/none");
            int exitCode = builder.start().waitFor();
            if (exitCode != 2 || !Files.exists(file)) {
                throw new IllegalStateException("no archive of classes was made: exit code " + exitCode);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
