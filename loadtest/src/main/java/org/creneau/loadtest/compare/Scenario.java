package org.creneau.loadtest.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is measured, and of whom. */
enum Scenario {
    /** The no-op: a constant JSON response. The unit of all ratios. */
    PING("ping", Who.CRENEAU),
    /** A response from memory behind the token check. */
    PING_TOKEN("ping-token", Who.FLOOR),
    /** A booking that is stored nowhere. */
    FLOOR_BOOK("floor-book", Who.FLOOR),
    /** Durable bookings in one hot slot. */
    BOOK("book", Who.ALL_THAT_STORE),
    /** The same with tokens that the node has never seen. */
    BOOK_FRESH_TOKENS("book-fresh-tokens", Who.CRENEAU),
    /** The same while ten thousand other connections stand around: silent, slow and half-open ones. */
    BOOK_CROWDED("book-crowded", Who.CRENEAU),
    /** The same with four times the connections, all of them pressing. */
    BOOK_OVERLOAD("book-overload", Who.CRENEAU),
    /** "Sold out", without a request key. */
    REFUSE("refuse", Who.ALL_THAT_STORE),
    /** "Sold out", each request with a key of its own. */
    REFUSE_KEYED("refuse-keyed", Who.CRENEAU),
    /** The public slot search. */
    SEARCH("search", Who.CRENEAU);

    private enum Who {
        CRENEAU,
        FLOOR,
        ALL_THAT_STORE
    }

    private final String option;
    private final Who who;

    Scenario(String option, Who who) {
        this.option = option;
        this.who = who;
    }

    String option() {
        return option;
    }

    /** Whether bookings are made that the checker should look at. */
    boolean books() {
        return switch (this) {
            case BOOK, BOOK_FRESH_TOKENS, BOOK_CROWDED, BOOK_OVERLOAD -> true;
            case PING, PING_TOKEN, FLOOR_BOOK, REFUSE, REFUSE_KEYED, SEARCH -> false;
        };
    }

    /** Whether it is measured when nobody names it. */
    boolean usual() {
        return this != BOOK_FRESH_TOKENS && this != BOOK_CROWDED && this != BOOK_OVERLOAD;
    }

    boolean concerns(String subject) {
        return switch (who) {
            case CRENEAU -> subject.equals(Subject.CRENEAU);
            case FLOOR -> subject.equals(Subject.FLOOR);
            case ALL_THAT_STORE -> !subject.equals(Subject.FLOOR);
        };
    }

    static Optional<Scenario> named(String option) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.option.equals(option))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Scenario::option).toList();
    }
}
