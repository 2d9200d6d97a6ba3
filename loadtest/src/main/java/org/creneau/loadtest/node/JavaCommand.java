package org.creneau.loadtest.node;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java program on this process's own class path: what is measured is exactly what was built with the load test.
 *
 * @param jvmOptions such as {@code -Xmx320m}
 */
public record JavaCommand(List<String> jvmOptions, String mainClass, List<String> arguments) {

    /** The service's command line. */
    public static final String CRENEAU = "org.creneau.Main";

    /** The service, as {@code creneau serve}. */
    public static JavaCommand serve(List<String> jvmOptions) {
        return new JavaCommand(jvmOptions, CRENEAU, List.of("serve"));
    }

    /** @param line options of a JVM, separated by spaces */
    public static List<String> options(String line) {
        return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+", -1));
    }

    public JavaCommand {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /** The command line, independent of the working directory. */
    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.add("-cp");
        line.add(classPath());
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
