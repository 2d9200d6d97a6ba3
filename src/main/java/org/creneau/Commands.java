package org.creneau;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.creneau.auth.ImportRequest;
import org.creneau.config.FileProblem;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.http.Contract;
import org.creneau.ops.Migrations;
import org.creneau.ops.SeedRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands: names, options and their limits. What they do is given to them. */
final class Commands {

    private Commands() {}

    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Runs the service until SIGTERM or Ctrl-C. What runs when no command is named.")
    static final class Serve extends SettingsCommand {

        private final ToIntFunction<Settings> action;

        Serve(ToIntFunction<Settings> action) {
            this.action = action;
        }

        @Override
        void prepare() {
            // Before there is another thread: SLF4J warns of those that log while it begins.
            LoggerFactory.getILoggerFactory();
            Contract.startReading();
        }

        @Override
        int run(Settings loaded) {
            return action.applyAsInt(loaded);
        }
    }

    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = "Brings the schema of the database up to date.")
    static final class Migrate extends SettingsCommand {

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

    @Command(
            name = "seed",
            mixinStandardHelpOptions = true,
            description = "Writes test slots and test clients, and prints the slots' ids one a line. "
                    + "Needs database.url, redis.url and allowSeed.")
    static final class Seed extends SettingsCommand {

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

    @Command(
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

    @Command(
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

    @Command(
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

    @Command(
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
