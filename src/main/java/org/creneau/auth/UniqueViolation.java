package org.creneau.auth;

import io.vertx.pgclient.PgException;
import java.util.Objects;

/** Which unique index refused a row. */
final class UniqueViolation {

    private static final String UNIQUE_VIOLATION = "23505";

    private UniqueViolation() {}

    /** Its name; empty for any other failure. */
    static String index(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
                ? Objects.requireNonNullElse(refused.getConstraint(), "")
                : "";
    }
}
