package org.creneau.loadtest.start;

import java.util.Locale;

/** What a node finds when it starts. */
enum StartKind {
    EMBEDDED_FIRST("nothing: unpacks, sets up and starts PostgreSQL and Redis, makes tables and demo data"),
    EMBEDDED_AGAIN("its data; starts PostgreSQL and Redis"),
    EMPTY_DATABASE("running servers, and makes the tables"),
    RUNNING_SERVERS("running servers, and the tables");

    private final String finds;

    StartKind(String finds) {
        this.finds = finds;
    }

    /** In reports: {@code embedded-first}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String finds() {
        return finds;
    }
}
