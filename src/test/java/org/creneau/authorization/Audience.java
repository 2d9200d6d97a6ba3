package org.creneau.authorization;

import java.util.EnumSet;

/** Whom an operation is for. */
enum Audience {
    /** Whatever token they show. */
    EVERYBODY,
    ACCOUNTS,
    /** Even before a temporary password is changed. */
    ACCOUNTS_ALWAYS,
    AGENTS,
    /** All employees but the ministry's. */
    PARTNER_AGENTS,
    MANAGERS,
    MINISTRY_MANAGERS,
    PARTNERS;

    boolean admits(Role role) {
        return switch (this) {
            case EVERYBODY -> true;
            case ACCOUNTS, ACCOUNTS_ALWAYS -> !Role.PARTNERS.contains(role);
            case AGENTS -> Role.EMPLOYEES.contains(role);
            case PARTNER_AGENTS ->
                EnumSet.of(Role.AGENT, Role.MANAGER, Role.OTHER_MANAGER).contains(role);
            case MANAGERS -> Role.MANAGERS.contains(role);
            case MINISTRY_MANAGERS -> role == Role.MINISTRY_MANAGER;
            case PARTNERS -> role == Role.PARTNER || role == Role.OTHER_PARTNER;
        };
    }

    boolean areAccounts() {
        return this == ACCOUNTS || this == ACCOUNTS_ALWAYS;
    }
}
