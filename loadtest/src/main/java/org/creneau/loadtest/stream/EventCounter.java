package org.creneau.loadtest.stream;

/** Counts the events of one stream, in whatever pieces it comes. */
final class EventCounter {

    private static final String STATE = "event: slots\n";
    private static final String CHANGE = "event: left\n";

    /** What may be the beginning of a name. */
    private String rest = "";

    private boolean begun;

    /** Whether the stream has told how everything is. */
    boolean begun() {
        return begun;
    }

    /** Changes whose names end in this piece. */
    int changes(String piece) {
        String all = rest + piece;
        begun |= all.contains(STATE);
        int count = 0;
        int end = 0;
        for (int at = all.indexOf(CHANGE); at >= 0; at = all.indexOf(CHANGE, end)) {
            count++;
            end = at + CHANGE.length();
        }
        rest = all.substring(Math.max(end, all.length() - STATE.length() + 1));
        return count;
    }
}
