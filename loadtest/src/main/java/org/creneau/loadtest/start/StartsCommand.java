package org.creneau.loadtest.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.report.JsonFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the starts. Exit codes: 0 measured; 2 wrong usage, or a node that did not start. */
@Command(
        name = "starts",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how long a node takes from its start until it is ready.")
public final class StartsCommand implements Callable<Integer> {

    private static final int MAX_ROUNDS = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5", description = "how often each kind of start is measured (1 to 100)")
    private int rounds;

    @Option(
            names = "--jvm-options",
            defaultValue = "",
            description = "of the node, separated by spaces; default: none, as the README starts it")
    private String jvmOptions = "";

    @Option(names = "--json", description = "file that gets all figures")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--rounds must be from 1 to " + MAX_ROUNDS + ", not " + rounds);
        }
        StartsResult result = new StartsRun(JavaCommand.options(jvmOptions)).measure(rounds);
        System.out.print(result.text());
        System.out.flush();
        if (json != null) {
            JsonFile.write(json, result.figures());
        }
        return 0;
    }
}
