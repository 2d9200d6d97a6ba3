package org.creneau.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.testkit.Statements.Statement;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL carries out a statement: which rows it reads, and how it finds them. */
public final class Plan {

    /** Which plan: one for all parameters, which connections for bookings ask for, or one for these alone. */
    public enum Kind {
        GENERIC("force_generic_plan"),
        CUSTOM("force_custom_plan");

        private final String mode;

        Kind(String mode) {
            this.mode = mode;
        }
    }

    private final JsonObject root;

    private Plan(JsonObject root) {
        this.root = root;
    }

    /** Plans the statement, carries it out, and takes it back. */
    public static Plan of(String database, Kind kind, Statement statement) {
        try (Connection connection = TestServers.connect(database);
                java.sql.Statement jdbc = connection.createStatement()) {
            connection.setAutoCommit(false);
            jdbc.execute("set local plan_cache_mode = " + kind.mode);
            jdbc.execute("prepare asked as " + statement.sql());
            String explain = "explain (analyze, timing off, format json) execute asked" + parameters(statement);
            try (ResultSet rows = jdbc.executeQuery(explain)) {
                rows.next();
                JsonObject answer = new JsonArray(rows.getString(1)).getJsonObject(0);
                return new Plan(answer.getJsonObject("Plan"));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(statement.sql(), e);
        }
    }

    /**
     * Where rows of large tables are not looked up by key, in words.
     *
     * @param keys of each large table, the columns of which an equality makes a look-up
     */
    public List<String> notByKey(Map<String, Set<String>> keys) {
        List<String> found = new ArrayList<>();
        for (JsonObject node : nodes()) {
            Set<String> columns = keys.get(node.getString("Relation Name", ""));
            // What an insert, an update or a delete names is where it writes; it reads below.
            if (columns == null || node.getString("Node Type").equals("ModifyTable") || byKey(node, columns)) {
                continue;
            }
            found.add("%s on %s".formatted(node.getString("Node Type"), node.getString("Relation Name")));
        }
        return found;
    }

    private static boolean byKey(JsonObject node, Set<String> columns) {
        if (node.getString("Node Type").equals("Bitmap Heap Scan")) {
            return within(node).skip(1).allMatch(index -> hasKey(index, columns));
        }
        return hasKey(node, columns);
    }

    private static boolean hasKey(JsonObject node, Set<String> columns) {
        String condition = node.getString("Index Cond");
        if (condition == null) {
            // A bitmap of several indexes has none of its own.
            return node.getString("Node Type").startsWith("Bitmap") && node.containsKey("Plans");
        }
        return Pattern.compile("\\((" + String.join("|", columns) + ") = ")
                .matcher(condition)
                .find();
    }

    /** Rows of a table that were looked at, those that a filter took out afterwards included. */
    public long rowsRead(String table) {
        double rows = 0;
        for (JsonObject node : nodes()) {
            if (table.equals(node.getString("Relation Name"))
                    && !node.getString("Node Type").equals("ModifyTable")) {
                double each = node.getDouble("Actual Rows")
                        + node.getDouble("Rows Removed by Filter", 0.0)
                        + node.getDouble("Rows Removed by Index Recheck", 0.0);
                rows += each * node.getDouble("Actual Loops");
            }
        }
        return Math.round(rows);
    }

    /** Rows that went into a table. */
    public long rowsInserted(String table) {
        return rowsWritten("Insert", table);
    }

    /** Rows of a table that were changed, by a statement that returns them. */
    public long rowsUpdated(String table) {
        return rowsWritten("Update", table);
    }

    private long rowsWritten(String operation, String table) {
        return nodes().stream()
                .filter(node -> operation.equals(node.getString("Operation")))
                .filter(node -> table.equals(node.getString("Relation Name")))
                .mapToLong(node -> Math.round(node.getDouble("Actual Rows")))
                .sum();
    }

    /** Rows that are the answer. */
    public long rows() {
        return Math.round(root.getDouble("Actual Rows"));
    }

    private List<JsonObject> nodes() {
        return within(root).toList();
    }

    private static Stream<JsonObject> within(JsonObject node) {
        return Stream.concat(
                Stream.of(node),
                node.getJsonArray("Plans", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .flatMap(Plan::within));
    }

    private static String parameters(Statement statement) {
        Tuple tuple = statement.parameters();
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            literals.add(literal(tuple.getValue(i)));
        }
        return literals.isEmpty() ? "" : "(" + String.join(", ", literals) + ")";
    }

    /** Without a type: PostgreSQL gives it the parameter's. */
    private static String literal(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = value instanceof Object[] array
                ? Arrays.stream(array)
                        .map(one -> one == null ? "null" : '"' + one.toString() + '"')
                        .collect(Collectors.joining(",", "{", "}"))
                : value.toString();
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return root.encodePrettily();
    }
}
