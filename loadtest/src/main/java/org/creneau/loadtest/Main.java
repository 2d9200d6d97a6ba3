package org.creneau.loadtest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.creneau.config.SettingsException;
import org.creneau.loadtest.compare.CompareCommand;
import org.creneau.loadtest.fault.FaultsCommand;
import org.creneau.loadtest.node.ChildFailedException;
import org.creneau.loadtest.rush.RushCommand;
import org.creneau.loadtest.start.StartsCommand;
import org.creneau.loadtest.stream.StreamsCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the load tests. Exit codes: 0 all is well; 1 the service broke its word; 2 an option is wrong, or
 * something it names cannot be used; 3 a defect of the load test.
 */
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        description = "Load tests for Créneau.",
        subcommands = {
            RushCommand.class,
            CompareCommand.class,
            FaultsCommand.class,
            StreamsCommand.class,
            StartsCommand.class
        })
public final class Main {

    private static final int WRONG = 2;
    private static final int DEFECT = 3;

    private Main() {}

    public static void main(String[] args) {
        // Where no locale is set, as in most containers, Java would print "Cr?neau".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        AtomicBoolean interrupted = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted.set(true), "interrupted"));
        System.exit(new CommandLine(new Main())
                .setErr(errors)
                .setParameterExceptionHandler((wrong, arguments) -> {
                    errors.println(wrong.getMessage() + " (see --help)");
                    return WRONG;
                })
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (interrupted.get()) {
                        return WRONG; // what was used has just been ended: no wonder, and no news
                    }
                    if (failure instanceof SettingsException || failure instanceof ChildFailedException) {
                        errors.println(failure.getMessage());
                        return WRONG;
                    }
                    LoggerFactory.getLogger(Main.class).error("unexpected failure", failure);
                    return DEFECT;
                })
                .execute(args));
    }
}
