package org.creneau;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.creneau.auth.ImportRequest;
import org.creneau.config.FileProblem;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.embedded.RunningServers;
import org.creneau.ops.Migrations;
import org.creneau.ops.SeedRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands: names, options and their limits. What they do is given to them. */
final class Commands {

    private Commands() {}

    /** A command that runs with settings. Its result is the exit code. */
    abstract static class Command implements Callable<Integer> {

        private @Nullable Supplier<Settings> settings;

        @Spec
        private @Nullable CommandSpec spec;

        final void settings(Supplier<Settings> source) {
            settings = source;
        }

        @Override
        public final Integer call() {
            return run(Objects.requireNonNull(settings).get());
        }

        abstract int run(Settings loaded);

        /** Commands that are named behind this one: {@code partner add}. */
        List<Command> subcommands() {
            return List.of();
        }

        /** Numbers are checked after parsing, so that the message names the option and its limits. */
        final int within(String option, int value, int min, int max) {
            if (value < min || value > max) {
                throw wrong(option + " must be from " + min + " to " + max + ", not " + value);
            }
            return value;
        }

        final ParameterException wrong(String message) {
            return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
        }

        /** These commands work on a system that runs elsewhere: there is none without a URL. */
        static void requireDatabase(Settings loaded) {
            require("database.url", loaded.database().url(), "");
        }

        static void requireServers(Settings loaded) {
            requireDatabase(loaded);
            require("redis.url", loaded.redis().url(), "");
        }

        static void require(String setting, String url, String unless) {
            if (url.isEmpty()) {
                throw SettingsException.of(setting, "this command needs it" + unless);
            }
        }
    }

    /** A command that looks at a running system: the one of the URLs, or the one whose servers run in the data folder. */
    abstract static class Inspection extends Command {

        static Settings withDatabase(Settings loaded) {
            Settings found = RunningServers.complete(loaded);
            require("database.url", found.database().url(), unless(loaded));
            return found;
        }

        static Settings withServers(Settings loaded) {
            Settings found = withDatabase(loaded);
            require("redis.url", found.redis().url(), unless(loaded));
            return found;
        }

        private static String unless(Settings loaded) {
            return ", unless a Créneau with a server of its own runs in " + loaded.dataDir();
        }
    }

    @picocli.CommandLine.Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Runs the service until SIGTERM or Ctrl-C. What runs when no command is named.")
    static final class Serve extends Command {

        private final ToIntFunction<Settings> action;

        Serve(ToIntFunction<Settings> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            return action.applyAsInt(loaded);
        }
    }

    @picocli.CommandLine.Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = "Brings the schema of the database up to date.")
    static final class Migrate extends Command {

        @Override
        int run(Settings loaded) {
            requireDatabase(loaded);
            System.out.println(new Migrations(loaded.database().url()).migrate() + " migrations applied");
            return 0;
        }
    }

    /**
     * Test data for load tests.
     *
     * @param opensInSeconds from now until the slots open
     * @param tokens the file that gets one access token a line
     */
    record SeedOptions(int clients, int slots, int capacity, int opensInSeconds, Path tokens) {}

    @picocli.CommandLine.Command(
            name = "seed",
            mixinStandardHelpOptions = true,
            description = "Writes test slots and test clients, and prints the slots' ids one a line. "
                    + "Needs database.url, redis.url and allowSeed.")
    static final class Seed extends Command {

        @Option(
                names = "--clients",
                required = true,
                description = "test clients, each with a token (1 to " + SeedRequest.MAX_CLIENTS + ")")
        private int clients;

        @Option(
                names = "--slots",
                required = true,
                description = "slots of one group type (1 to " + SeedRequest.MAX_SLOTS + ")")
        private int slots;

        @Option(
                names = "--capacity",
                required = true,
                description = "seats of each slot (1 to " + SeedRequest.MAX_CAPACITY + ")")
        private int capacity;

        @Option(names = "--opens-in", required = true, description = "seconds until they open (0 to 604800)")
        private int opensIn;

        @Option(names = "--tokens", required = true, description = "file for the access tokens, one a line")
        private @Nullable Path tokens;

        private final BiFunction<Settings, SeedOptions, Integer> action;

        Seed(BiFunction<Settings, SeedOptions, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            SeedOptions options = new SeedOptions(
                    within("--clients", clients, 1, SeedRequest.MAX_CLIENTS),
                    within("--slots", slots, 1, SeedRequest.MAX_SLOTS),
                    within("--capacity", capacity, 1, SeedRequest.MAX_CAPACITY),
                    within("--opens-in", opensIn, 0, 604_800),
                    Objects.requireNonNull(tokens));
            if (!loaded.allowSeed()) {
                throw SettingsException.of("allowSeed", "must be true for this command; never on a real system");
            }
            requireServers(loaded);
            try {
                return action.apply(loaded, options);
            } catch (UncheckedIOException e) {
                throw e.getCause() instanceof FileSystemException unusable
                        ? wrong("--tokens: " + options.tokens() + " cannot be written: "
                                + FileProblem.inWords(unusable))
                        : e;
            }
        }
    }

    @picocli.CommandLine.Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Imports known persons, and accounts of other services, from CSV files; exit code 1 if a file "
                            + "has errors, which are printed, and then changes nothing.")
    static final class Import extends Inspection {

        @Option(names = "--persons", description = "CSV file: referenceNumber, familyName, givenName, birthDate, sex")
        private @Nullable Path persons;

        @Option(
                names = "--accounts",
                description = "CSV file: userCode, email, and if need be passwordHash, referenceNumber, language")
        private @Nullable Path accounts;

        @Option(names = "--dry-run", description = "only say what would be done")
        private boolean dryRun;

        private final BiFunction<Settings, ImportRequest, Integer> action;

        Import(BiFunction<Settings, ImportRequest, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            if (persons == null && accounts == null) {
                throw wrong("--persons or --accounts is needed");
            }
            try {
                return action.apply(withDatabase(loaded), new ImportRequest(persons, accounts, dryRun));
            } catch (UncheckedIOException e) {
                throw e.getCause() instanceof FileSystemException unusable
                        ? wrong(unusable.getFile() + " cannot be read: " + FileProblem.inWords(unusable))
                        : e;
            }
        }
    }

    @picocli.CommandLine.Command(
            name = "reconcile",
            mixinStandardHelpOptions = true,
            description = "Compares the seats in Redis with those in PostgreSQL and prints the differences.")
    static final class Reconcile extends Inspection {

        @Option(names = "--repair", description = "also make Redis agree with PostgreSQL")
        private boolean repair;

        private final BiFunction<Settings, Boolean, Integer> action;

        Reconcile(BiFunction<Settings, Boolean, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            return action.apply(withServers(loaded), repair);
        }
    }

    @picocli.CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Checks the invariants in the database and prints what violates them; exit code 1 if anything does.")
    static final class Check extends Inspection {

        private final ToIntFunction<Settings> action;

        Check(ToIntFunction<Settings> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            return action.applyAsInt(withDatabase(loaded));
        }
    }

    @picocli.CommandLine.Command(
            name = "mail",
            mixinStandardHelpOptions = true,
            description = "Prints the mails that were given up, one a line, the newest first.")
    static final class MailCommand extends Inspection {

        @Option(names = "--retry", description = "instead, try all of them again that hold no secret")
        private boolean retry;

        private final BiFunction<Settings, Boolean, Integer> action;

        MailCommand(BiFunction<Settings, Boolean, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            return action.apply(withDatabase(loaded), retry);
        }
    }
}
