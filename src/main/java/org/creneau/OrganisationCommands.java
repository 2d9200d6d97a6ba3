package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.creneau.catalogue.Organisation;
import org.creneau.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code creneau organisation …}: the first manager needs an organisation, which only a manager could make otherwise. */
final class OrganisationCommands {

    private OrganisationCommands() {}

    /** Something that is done with what stands behind these commands. */
    interface Work extends Function<OrganisationAction, Future<Outcome>> {}

    @Command(
            name = "organisation",
            mixinStandardHelpOptions = true,
            description = "Adds and lists organisations. Exit code 1 if it cannot be done.")
    static final class Organisations extends SettingsCommand {

        private final BiFunction<Settings, Work, Integer> action;

        Organisations(BiFunction<Settings, Work, Integer> action) {
            this.action = action;
        }

        @Override
        List<SettingsCommand> subcommands() {
            return List.of(new Add(action), new ListAll(action));
        }

        @Override
        int run(Settings loaded) {
            throw wrong("add or list is needed");
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds an office of the ministry or a partner organisation.")
    static final class Add extends Inspection {

        @Parameters(paramLabel = "ID", description = "lower-case letters, digits and hyphens: carrefour-nord")
        private @Nullable String id;

        @Option(names = "--name-fr", required = true, description = "its name in French")
        private @Nullable String nameFr;

        @Option(names = "--name-en", required = true, description = "its name in English")
        private @Nullable String nameEn;

        @Option(names = "--kind", required = true, description = "MINISTRY or PARTNER, for good")
        private Organisation.@Nullable Kind kind;

        @Option(names = "--phone", description = "up to 50 characters")
        private @Nullable String phone;

        private final BiFunction<Settings, Work, Integer> action;

        Add(BiFunction<Settings, Work, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            String chosen = Objects.requireNonNull(id);
            JsonObject content = new JsonObject()
                    .put("kind", Objects.requireNonNull(kind).name())
                    .put("name", new JsonObject().put("fr", nameFr).put("en", nameEn));
            if (phone != null) {
                content.put("phone", phone);
            }
            return action.apply(withDatabase(loaded), organisations -> organisations.add(chosen, content));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints all organisations, one a line: id and kind.")
    static final class ListAll extends Inspection {

        private final BiFunction<Settings, Work, Integer> action;

        ListAll(BiFunction<Settings, Work, Integer> action) {
            this.action = action;
        }

        @Override
        int run(Settings loaded) {
            return action.apply(withDatabase(loaded), OrganisationAction::list);
        }
    }
}
