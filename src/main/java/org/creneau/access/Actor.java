package org.creneau.access;

import java.util.Set;
import java.util.UUID;

/** Who does something: whom an access token speaks for. */
public sealed interface Actor {

    /** For the history and the audit log. */
    UUID id();

    /** Somebody with an account, for the own file and bookings. */
    record Client(UUID id) implements Actor {}

    /**
     * An employee, who has an account like everybody.
     *
     * @param id the client's id of the account
     * @param organisation for which the employee works
     * @param ministry whether that is the ministry, whose employees work for all organisations
     * @param manager may also publish and change what is offered
     */
    record Staff(UUID id, String organisation, boolean ministry, boolean manager) implements Actor {}

    /**
     * A partner's system.
     *
     * @param organisation whose system it is
     * @param scopes what it may do
     */
    record Partner(UUID id, String organisation, Set<Scope> scopes) implements Actor {
        public Partner {
            scopes = Set.copyOf(scopes);
        }
    }
}
