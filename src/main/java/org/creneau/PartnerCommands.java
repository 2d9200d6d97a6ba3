package org.creneau;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.access.Scope;
import org.creneau.config.Settings;
import org.creneau.core.Ids;
import org.creneau.partner.PartnerSystemService;
import org.creneau.partner.PartnerSystems;
import org.creneau.partner.PartnerSystems.Author;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code creneau partner …}: who runs the service lets partners' systems in. */
final class PartnerCommands {

    private static final Author OPERATOR = new Author.Operator();
    private static final int PAGE = 100;
    private static final String PUBLIC_KEY =
            "a file with a public key as `openssl pkey -pubout` writes it (RSA with 2048 to"
                    + " 4096 bits, or P-256), in place of a secret";

    private PartnerCommands() {}

    /** Something that is done with the service behind these commands. */
    interface Work extends Function<PartnerSystemService, Future<Outcome>> {}

    @Command(
            name = "partner",
            mixinStandardHelpOptions = true,
            description =
                    "Adds, lists and ends the systems of partners and their secrets. Exit code 1 if it cannot be done.")
    static final class Partner extends SettingsCommand {

        private final BiFunction<Settings, Work, Integer> action;

        Partner(BiFunction<Settings, Work, Integer> action) {
            this.action = action;
        }

        @Override
        List<SettingsCommand> subcommands() {
            return List.of(
                    new Add(action), new ListAll(action), new Rotate(action), new Revoke(action), new Disable(action));
        }

        @Override
        int run(Settings loaded) {
            throw wrong("add, list, rotate, revoke or disable is needed");
        }
    }

    /** One of them. */
    abstract static class Action extends Inspection {

        private final BiFunction<Settings, Work, Integer> action;

        Action(BiFunction<Settings, Work, Integer> action) {
            this.action = action;
        }

        @Override
        final int run(Settings loaded) {
            Work work = work();
            return action.apply(withDatabase(loaded), work);
        }

        /** Checks the options. */
        abstract Work work();

        final UUID id(@Nullable String text) {
            return Ids.parse(String.valueOf(text)).orElseThrow(() -> wrong(text + " is no id"));
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a system and prints its client id and, this once, its secret.")
    static final class Add extends Action {

        @Option(
                names = "--organisation",
                required = true,
                description = "the id of the organisation whose system it is")
        private @Nullable String organisation;

        @Option(names = "--name", required = true, description = "for people, up to 100 characters")
        private @Nullable String name;

        @Option(
                names = "--scopes",
                split = ",",
                description = "clients, bookings, attendance, events; separated by commas; all when left out")
        private @Nullable List<String> scopes;

        @Option(names = "--public-key", converter = FileText.class, description = PUBLIC_KEY)
        private @Nullable String publicKey;

        Add(BiFunction<Settings, Work, Integer> action) {
            super(action);
        }

        @Override
        Work work() {
            PartnerSystems.Add command = new PartnerSystems.Add(
                    OPERATOR, Objects.requireNonNull(organisation), Objects.requireNonNull(name), chosen(), publicKey);
            return service -> service.add(command).map(result -> {
                if (result instanceof PartnerSystems.AddResult.Added added) {
                    return Outcome.of(PartnerLines.credentials(added.issued()));
                }
                return Outcome.refused(((PartnerSystems.AddResult.Invalid) result).problems());
            });
        }

        private Set<Scope> chosen() {
            if (scopes == null) {
                return EnumSet.allOf(Scope.class);
            }
            return scopes.stream()
                    .map(text -> Scope.of(text)
                            .orElseThrow(() -> wrong("--scopes: " + text + " is none of "
                                    + Arrays.stream(Scope.values())
                                            .map(Scope::text)
                                            .toList())))
                    .collect(Collectors.toSet());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Prints all systems with their secrets.")
    static final class ListAll extends Action {

        @Option(names = "--organisation", description = "only those of this organisation")
        private @Nullable String organisation;

        ListAll(BiFunction<Settings, Work, Integer> action) {
            super(action);
        }

        @Override
        Work work() {
            return service -> page(service, null, new ArrayList<>());
        }

        private Future<Outcome> page(PartnerSystemService service, @Nullable String cursor, List<String> lines) {
            return service.list(new PartnerSystems.ListSystems(organisation, PAGE, cursor))
                    .compose(result -> {
                        var page = ((PartnerSystems.ListResult.Found) result).page();
                        page.items().forEach(system -> lines.addAll(PartnerLines.system(system)));
                        return page.nextCursor() == null
                                ? Future.succeededFuture(Outcome.of(lines))
                                : page(service, page.nextCursor(), lines);
                    });
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Prints a new secret, or takes a public key; those that are good now go on for a while.")
    static final class Rotate extends Action {

        @Parameters(paramLabel = "CLIENT_ID", description = "the system")
        private @Nullable String system;

        @Option(
                names = "--overlap-minutes",
                description = "how long the others go on (0 to " + PartnerSystems.LONGEST_OVERLAP_MINUTES
                        + "; a day when left out); 0 ends them and their tokens at once")
        private int overlapMinutes = PartnerSystems.DEFAULT_OVERLAP_MINUTES;

        @Option(names = "--public-key", converter = FileText.class, description = PUBLIC_KEY)
        private @Nullable String publicKey;

        Rotate(BiFunction<Settings, Work, Integer> action) {
            super(action);
        }

        @Override
        Work work() {
            PartnerSystems.AddSecret command = new PartnerSystems.AddSecret(
                    OPERATOR,
                    id(system),
                    publicKey,
                    within("--overlap-minutes", overlapMinutes, 0, PartnerSystems.LONGEST_OVERLAP_MINUTES));
            return service -> service.addSecret(command).map(result -> {
                if (result instanceof PartnerSystems.AddSecretResult.Added added) {
                    return Outcome.of(PartnerLines.credentials(added.issued()));
                }
                if (result instanceof PartnerSystems.AddSecretResult.Invalid invalid) {
                    return Outcome.refused(invalid.problems());
                }
                if (result instanceof PartnerSystems.AddSecretResult.TooMany) {
                    return Outcome.refused("it has " + PartnerSystems.MOST_SECRETS + " good secrets: revoke one first");
                }
                return Outcome.refused(
                        result instanceof PartnerSystems.AddSecretResult.IsDisabled
                                ? "this system is disabled"
                                : "there is no such system");
            });
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends a secret and the tokens that were got with it.")
    static final class Revoke extends Action {

        @Parameters(index = "0", paramLabel = "CLIENT_ID", description = "the system")
        private @Nullable String system;

        @Parameters(
                index = "1",
                paramLabel = "SECRET_ID",
                description = "the secret or key, as `partner list` names it")
        private @Nullable String secret;

        Revoke(BiFunction<Settings, Work, Integer> action) {
            super(action);
        }

        @Override
        Work work() {
            PartnerSystems.RevokeSecret command = new PartnerSystems.RevokeSecret(OPERATOR, id(system), id(secret));
            return service -> service.revoke(command).map(PartnerCommands::outcome);
        }
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Shuts a system out, for good, with all its secrets and tokens.")
    static final class Disable extends Action {

        @Parameters(paramLabel = "CLIENT_ID", description = "the system")
        private @Nullable String system;

        Disable(BiFunction<Settings, Work, Integer> action) {
            super(action);
        }

        @Override
        Work work() {
            PartnerSystems.Disable command = new PartnerSystems.Disable(OPERATOR, id(system));
            return service -> service.disable(command).map(PartnerCommands::outcome);
        }
    }

    private static Outcome outcome(PartnerSystems.ChangeResult result) {
        return result instanceof PartnerSystems.ChangeResult.Changed changed
                ? Outcome.of(PartnerLines.system(changed.system()))
                : Outcome.refused("there is no such system or secret");
    }
}
