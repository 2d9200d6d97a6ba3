package org.creneau.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a partner's system may be allowed to do (RFC 6749, section 3.3). */
public enum Scope {
    /** Register people, look them up and change their files. */
    CLIENTS,
    /** Hold, book, move and cancel. */
    BOOKINGS,
    /** Mark who came. */
    ATTENDANCE,
    /** Webhooks and the feed of changes. */
    EVENTS;

    /** As tokens and the contract have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** Reads scopes separated by single spaces; empty when one of them is none of ours, or there is none. */
    public static Optional<Set<Scope>> parse(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String one : text.split(" ", -1)) {
            Optional<Scope> scope = of(one);
            if (scope.isEmpty()) {
                return Optional.empty();
            }
            scopes.add(scope.get());
        }
        return Optional.of(scopes);
    }

    /** Separated by spaces, always in the same order. */
    public static String format(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(" "));
    }
}
