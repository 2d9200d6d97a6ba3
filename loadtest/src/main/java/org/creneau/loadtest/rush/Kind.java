package org.creneau.loadtest.rush;

/** What a request turned out to be. Each has latencies of its own: a cheap refusal must not hide a slow booking. */
enum Kind {
    SEARCH("slot search"),
    BOOK("booking"),
    REFUSE("refusal: slot full"),
    NOT_OPEN("refusal: not open yet"),
    CANCEL("cancellation"),
    MOVE("move to another slot"),
    LOOK("own bookings"),
    HOLD("seat held by a partner"),
    CONFIRM("held seat booked"),
    BATCH("batch of bookings"),
    CHANGE("change of a slot");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }
}
