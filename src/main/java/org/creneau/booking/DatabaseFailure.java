package org.creneau.booking;

import io.vertx.pgclient.PgException;

/** What a failed statement means for what it was to do. */
enum DatabaseFailure {

    /** PostgreSQL undid it and it may be repeated as it is: deadlock, serialization. */
    REPEAT,
    /** PostgreSQL did not do it and cannot now: statement time-out, out of resources, shutting down. */
    NOT_DONE,
    /** PostgreSQL did not do it, because a unique index did not take some row. */
    CONFLICT,
    /** PostgreSQL did not do it and never will: some row breaks a rule. */
    REFUSED,
    /** Nobody knows: the connection is gone or the answer did not come in time. */
    UNKNOWN;

    private static final String UNIQUE_VIOLATION = "23505";

    static DatabaseFailure of(Throwable failure) {
        if (!(failure instanceof PgException refused) || refused.getSqlState() == null) {
            return UNKNOWN;
        }
        String state = refused.getSqlState();
        if (state.equals(UNIQUE_VIOLATION)) {
            return CONFLICT;
        }
        return switch (state.substring(0, 2)) {
            case "40" -> state.equals("40003") ? UNKNOWN : REPEAT;
            case "22", "23", "42", "P0" -> REFUSED;
            case "53", "54", "55" -> NOT_DONE;
            // 57014: statement time-out. 57P03: still starting. The others end the connection, perhaps after COMMIT.
            case "57" -> state.equals("57014") || state.equals("57P03") ? NOT_DONE : UNKNOWN;
            default -> UNKNOWN;
        };
    }
}
