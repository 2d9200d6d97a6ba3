package org.creneau.loadtest.rush;

/** How somebody's visit ended. */
enum End {
    BOOKED("has a booking"),
    CANCELLED("booked, then cancelled"),
    MOVED("booked, then moved"),
    KEPT("booked, tried to change it, and kept it"),
    CHANGE_UNKNOWN("booked, and does not know whether the change was made"),
    NOTHING_LEFT("saw that nothing was left"),
    ALL_FULL("was refused everywhere they tried"),
    REFUSED("was refused for another reason"),
    UNKNOWN("does not know"),
    NO_LIST("never saw the slots");

    private final String title;

    End(String title) {
        this.title = title;
    }

    /** For people, as what follows "the client". */
    String title() {
        return title;
    }
}
