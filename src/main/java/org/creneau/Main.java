package org.creneau;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.creneau.config.LogSetup;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.config.SettingsLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code java -jar creneau.jar [serve|migrate|import|seed|reconcile|check|mail|organisation|staff|partner]}.
 *
 * <p>What goes wrong as it can be expected to is one line on standard error. Exit codes: 0 done; 1 {@code check},
 * {@code reconcile} or {@code import} found something wrong, or {@code organisation}, {@code staff} or {@code partner} could
 * not be done; 2 the command line or a setting is wrong, or a server it names cannot be used; 3 a defect.
 */
public final class Main {

    static final int WRONG = 2;
    static final int DEFECT = 3;

    /** What Java makes of a letter of an argument that is none in the locale: without one, of all that are not English. */
    private static final char UNREADABLE = '\uFFFD';

    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final PrintWriter errors;
    private boolean logForMachines;

    Main(Map<String, String> environment, Path workingDirectory, PrintWriter errors) {
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.errors = errors;
    }

    public static void main(String[] args) {
        // Where no locale is set, as in most containers, Java would print "Cr?neau".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Main main = new Main(System.getenv(), Path.of("").toAbsolutePath(), errors);
        System.exit(main.run(
                List.of(
                        new Commands.Serve(Actions::serve),
                        new Commands.Migrate(),
                        new Commands.Import(Actions::importFiles),
                        new Commands.Seed(Actions::seed),
                        new Commands.Reconcile(Actions::reconcile),
                        new Commands.Check(Actions::check),
                        new Commands.MailCommand(Actions::mail),
                        new OrganisationCommands.Organisations(Actions::organisations),
                        new StaffCommand(Actions::staff),
                        new PartnerCommands.Partner(Actions::partners)),
                args));
    }

    @Command(
            name = "creneau",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Books appointments. Settings: conf/creneau.yaml and CRENEAU_… variables.")
    private static final class Root implements Callable<Integer> {

        @Spec
        private @org.jspecify.annotations.Nullable CommandSpec spec;

        /** Without a command: the first one. */
        @Override
        public Integer call() {
            CommandLine self = java.util.Objects.requireNonNull(spec).commandLine();
            return self.getSubcommands().values().iterator().next().execute();
        }
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"creneau " + (version == null ? "(not packaged)" : version)};
        }
    }

    /**
     * Runs a command to its end.
     *
     * @param commands the first is what runs when none is named
     * @return the exit code
     */
    int run(List<SettingsCommand> commands, String... args) {
        if (Arrays.stream(args).anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0)) {
            errors.println("an argument has letters that cannot be read without a locale: set LC_ALL=C.UTF-8");
            return WRONG;
        }
        CommandLine line = new CommandLine(new Root());
        configure(line);
        commands.forEach(command -> add(line, command));
        return line.execute(args);
    }

    private void add(CommandLine parent, SettingsCommand command) {
        command.settings(this::settings);
        CommandLine line = new CommandLine(command);
        configure(line);
        parent.addSubcommand(line);
        command.subcommands().forEach(below -> add(line, below));
    }

    private void configure(CommandLine line) {
        line.setErr(errors);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // Standard output is for results; even help goes the other way unless it was asked for.
        line.setParameterExceptionHandler((wrong, arguments) -> {
            errors.println(oneLine(wrong) + " (see --help)");
            return WRONG;
        });
        line.setExecutionExceptionHandler((failure, command, arguments) -> failed(failure));
    }

    private int failed(Exception failure) {
        Throwable cause = failure;
        while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof SettingsException expected) {
            tell(expected.getMessage());
            return WRONG;
        }
        LoggerFactory.getLogger(Main.class).error("unexpected failure", cause);
        tell("unexpected failure: " + cause);
        return DEFECT;
    }

    /** Where machines read the log, a bare line would be one that they cannot read. */
    private void tell(String line) {
        if (logForMachines) {
            LoggerFactory.getLogger(Main.class).error(line);
        } else {
            errors.println(line);
        }
    }

    private static String oneLine(ParameterException wrong) {
        return String.valueOf(wrong.getMessage()).replaceAll("\\s+", " ");
    }

    /** Only commands that run need settings: {@code --help} works with broken ones. */
    private Settings settings() {
        Settings settings = SettingsLoader.load(environment, workingDirectory);
        LogSetup.apply(settings.log());
        logForMachines = settings.log().format() == Settings.LogFormat.JSON;
        return settings;
    }
}
