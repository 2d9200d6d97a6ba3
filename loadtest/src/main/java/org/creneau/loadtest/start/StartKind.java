package org.creneau.loadtest.start;

/** What a node finds when it starts. */
enum StartKind {
    FIRST_EMBEDDED(
            "embedded-first", "nothing: unpacks, sets up and starts PostgreSQL and Redis, makes tables and demo data"),
    EMBEDDED("embedded-again", "its data; starts PostgreSQL and Redis"),
    EMPTY_DATABASE("empty-database", "running servers, and makes the tables"),
    RUNNING("running-servers", "running servers, and the tables");

    private final String option;
    private final String finds;

    StartKind(String option, String finds) {
        this.option = option;
        this.finds = finds;
    }

    String option() {
        return option;
    }

    String finds() {
        return finds;
    }
}
