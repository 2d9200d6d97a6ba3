package org.creneau.access;

import java.util.Set;

/** Whom an operation lets in, whatever it is then done to. */
public sealed interface Entrance {

    boolean admits(Actor actor);

    /** Without a token. */
    record Everybody() implements Entrance {
        @Override
        public boolean admits(Actor actor) {
            return true;
        }
    }

    /** People with an account, for what is their own; employees have one, too. */
    record Accounts() implements Entrance {
        @Override
        public boolean admits(Actor actor) {
            return !(actor instanceof Actor.Partner);
        }
    }

    /**
     * Employees.
     *
     * @param managers only managers
     * @param ministry only the ministry's
     */
    record Employees(boolean managers, boolean ministry) implements Entrance {
        @Override
        public boolean admits(Actor actor) {
            return actor instanceof Actor.Staff staff
                    && (staff.manager() || !managers)
                    && (staff.ministry() || !ministry);
        }
    }

    /** Employees of partner organisations, for what the ministry's need not do. */
    record PartnerEmployees() implements Entrance {
        @Override
        public boolean admits(Actor actor) {
            return actor instanceof Actor.Staff staff && !staff.ministry();
        }
    }

    /** Partners' systems with all of these scopes. */
    record Partners(Set<Scope> scopes) implements Entrance {
        public Partners {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public boolean admits(Actor actor) {
            return actor instanceof Actor.Partner partner && partner.scopes().containsAll(scopes);
        }
    }
}
