package org.creneau.authorization;

import java.util.Map;
import java.util.Objects;
import org.creneau.access.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who hears what: status and, for a problem, its code.
 *
 * @param scope that a partner's system must have; null: none
 * @param owner what those hear whose business it is
 * @param others what everybody else hears who is let in
 */
record Rule(Audience audience, @Nullable Scope scope, Map<Thing, String> owner, Map<Thing, String> others) {

    static final String NOT_FOUND = "404 not-found";

    String expected(Role role, Thing thing) {
        if (audience != Audience.EVERYBODY && (role == Role.ANONYMOUS || role == Role.LOGGED_OUT)) {
            return "401 unauthenticated";
        }
        if (audience != Audience.EVERYBODY
                && audience != Audience.ACCOUNTS_ALWAYS
                && role == Role.MUST_CHANGE_PASSWORD) {
            return "403 must-change-password";
        }
        if (!audience.admits(role)) {
            return "403 forbidden";
        }
        boolean own = audience.areAccounts() ? role == Role.OWNER : !Role.OUTSIDERS.contains(role);
        return Objects.requireNonNull((own ? owner : others).get(thing));
    }

    static Map<Thing, String> there(String outcome) {
        return Map.of(Thing.THERE, outcome);
    }

    static Map<Thing, String> things(String there, String otherwise) {
        return Map.of(Thing.THERE, there, Thing.UNKNOWN, otherwise, Thing.MALFORMED, otherwise);
    }

    /** For everybody, on nothing in particular. */
    static Rule open(String outcome) {
        return same(Audience.EVERYBODY, there(outcome));
    }

    static Rule open(String there, String otherwise) {
        return same(Audience.EVERYBODY, things(there, otherwise));
    }

    /** For all with an account, on nothing in particular. */
    static Rule accounts(String outcome) {
        return same(Audience.ACCOUNTS, there(outcome));
    }

    static Rule accounts(String there, String otherwise) {
        return same(Audience.ACCOUNTS, things(there, otherwise));
    }

    /** What is somebody else's is not there. */
    static Rule ownersOnly() {
        return own(Audience.ACCOUNTS, "200");
    }

    /** The same for all who are let in. */
    static Rule same(Audience audience, Map<Thing, String> outcomes) {
        return new Rule(audience, null, outcomes, outcomes);
    }

    /** What is another organisation's is not there. */
    static Rule own(Audience audience, String outcome) {
        return new Rule(audience, null, things(outcome, NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
    }

    /** For partners' systems with the scope: what is another organisation's is not there. */
    static Rule own(Scope scope, String outcome) {
        return new Rule(Audience.PARTNERS, scope, things(outcome, NOT_FOUND), things(NOT_FOUND, NOT_FOUND));
    }

    /** For partners' systems with the scope, whichever. */
    static Rule partners(Scope scope, Map<Thing, String> outcomes) {
        return new Rule(Audience.PARTNERS, scope, outcomes, outcomes);
    }
}
