package org.creneau.auth;

import java.util.List;

/** What became of an import. */
public sealed interface ImportResult {

    /** What was read, and what of it was new; the rest was there already. A dry run says what would be. */
    record Done(Counts counts) implements ImportResult {}

    /**
     * Nothing was changed.
     *
     * @param errors the first of them, in words, without anything that the files say about anybody
     * @param total of all
     */
    record Refused(List<String> errors, long total) implements ImportResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /** Numbers of rows. */
    record Counts(
            long persons,
            long newPersons,
            long changedPersons,
            long accounts,
            long newAccounts,
            long authorizationCodes) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    persons + other.persons,
                    newPersons + other.newPersons,
                    changedPersons + other.changedPersons,
                    accounts + other.accounts,
                    newAccounts + other.newAccounts,
                    authorizationCodes + other.authorizationCodes);
        }
    }
}
