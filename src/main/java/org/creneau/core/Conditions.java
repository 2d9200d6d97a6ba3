package org.creneau.core;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of those criteria of a search that are given, so that PostgreSQL plans for these and no others. Only the
 * texts of a store go into the statement; what comes from outside is a parameter.
 */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /**
     * One more condition, unless the value is null.
     *
     * @param condition in which {@code %1$s} stands for the value
     */
    public void add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition.formatted(parameter(value)));
        }
    }

    /** A parameter that is no condition: what stands for it in the statement. */
    public String parameter(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    /** All of them; {@code true} when there is none. */
    public String sql() {
        return conditions.isEmpty() ? "true" : "(" + String.join(") and (", conditions) + ")";
    }

    public Tuple parameters() {
        return Tuple.from(parameters);
    }
}
