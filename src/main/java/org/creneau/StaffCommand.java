package org.creneau;

import java.util.function.BiFunction;
import org.creneau.config.Settings;
import org.creneau.desk.Employees.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who works for which organisation, for whoever runs the service: how else would there be a first manager? */
@picocli.CommandLine.Command(
        name = "staff",
        mixinStandardHelpOptions = true,
        description =
                "Lists the employees, makes the owner of an account one, or lets one go. Exit code 1 if it cannot be done.")
final class StaffCommand extends Inspection {

    /** What is to be done. */
    enum Deed {
        LIST,
        ADD,
        REMOVE
    }

    /**
     * What is to be done, and with whom.
     *
     * @param userCode of an account; empty for a list
     * @param organisation for whom somebody works from now on; for a list, whose employees: empty for all
     * @param role of somebody who is added
     */
    record Options(Deed deed, String userCode, String organisation, Role role) {}

    @Parameters(index = "0", description = "list, add or remove")
    private @Nullable Deed deed;

    @Option(names = "--user-code", description = "of the account (add, remove)")
    private String userCode = "";

    @Option(names = "--organisation", description = "for which somebody works (add, list)")
    private String organisation = "";

    @Option(names = "--role", description = "AGENT (default) or MANAGER (add)")
    private @Nullable Role role;

    private final BiFunction<Settings, Options, Integer> action;

    StaffCommand(BiFunction<Settings, Options, Integer> action) {
        this.action = action;
    }

    @Override
    int run(Settings loaded) {
        Deed what = java.util.Objects.requireNonNull(deed);
        need("--user-code", what != Deed.LIST, userCode);
        if (what == Deed.ADD) {
            need("--organisation", true, organisation);
        }
        if (what == Deed.REMOVE) {
            need("--organisation", false, organisation);
        }
        if (what != Deed.ADD && role != null) {
            throw wrong("--role is for add only");
        }
        Options options = new Options(what, userCode, organisation, role == null ? Role.AGENT : role);
        return action.apply(withDatabase(loaded), options);
    }

    private void need(String option, boolean needed, String value) {
        if (needed == value.isEmpty()) {
            throw wrong(needed ? option + " is needed" : option + " is not for this");
        }
    }
}
