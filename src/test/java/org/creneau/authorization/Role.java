package org.creneau.authorization;

import java.util.EnumSet;
import java.util.Set;

/** Who calls. */
enum Role {
    ANONYMOUS,
    OWNER,
    ANOTHER_CLIENT,
    MUST_CHANGE_PASSWORD,
    LOGGED_OUT,
    /** Of the organisation that it is about, like the manager and the partner's system. */
    AGENT,
    MANAGER,
    MINISTRY_AGENT,
    MINISTRY_MANAGER,
    /** A manager of another organisation. */
    OTHER_MANAGER,
    PARTNER,
    /** Without the scope that it takes. */
    PARTNER_WITHOUT_SCOPE,
    /** Of another organisation. */
    OTHER_PARTNER;

    static final Set<Role> EMPLOYEES = EnumSet.of(AGENT, MANAGER, MINISTRY_AGENT, MINISTRY_MANAGER, OTHER_MANAGER);
    static final Set<Role> MANAGERS = EnumSet.of(MANAGER, MINISTRY_MANAGER, OTHER_MANAGER);
    static final Set<Role> PARTNERS = EnumSet.of(PARTNER, PARTNER_WITHOUT_SCOPE, OTHER_PARTNER);

    /** Those whose business nothing is that is the owner's or the organisation's. */
    static final Set<Role> OUTSIDERS = EnumSet.of(ANOTHER_CLIENT, OTHER_MANAGER, OTHER_PARTNER, MUST_CHANGE_PASSWORD);
}
