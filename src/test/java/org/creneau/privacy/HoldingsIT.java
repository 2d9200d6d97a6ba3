package org.creneau.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables that there are, against what {@link Holdings} says about them: a new one cannot be forgotten. */
class HoldingsIT {

    /** A table with one of these columns, or of one of these names, holds something about somebody. */
    private static final Set<String> KEYS =
            Set.of("client_id", "account_id", "session_id", "booking_id", "reference_number");

    private static final Set<String> PERSONS = Set.of("client", "known_person");

    /** Tables of the service that hold nothing about clients, and so need not be mentioned. */
    private static final Set<String> VIEWS = Set.of("offered_type");

    private static final Map<String, Set<String>> tables = new TreeMap<>();

    @BeforeAll
    static void read() throws SQLException {
        String select = """
                select table_name, column_name from information_schema.columns
                where table_schema = 'public' and table_name <> 'flyway_schema_history'
                """;
        try (Connection connection = TestServers.connect(TestServers.newDatabase());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next()) {
                tables.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
    }

    private static Set<String> personal() {
        Set<String> found = tables.entrySet().stream()
                .filter(table -> PERSONS.contains(table.getKey())
                        || table.getValue().stream().anyMatch(KEYS::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        found.removeAll(VIEWS);
        return found;
    }

    private static Stream<Section> sections() {
        return Holdings.SHOWN.stream().flatMap(Section::all);
    }

    @Test
    void thereIsSomethingToLookAt() {
        assertTrue(personal().size() >= 14, () -> personal().toString());
        assertTrue(personal().containsAll(Set.of("account", "registration", "booking", "booking_history", "mail")));
    }

    @Test
    void everyTableIsShownOrSaysWhyNot() {
        Set<String> covered = sections().map(Section::table).collect(Collectors.toCollection(TreeSet::new));
        covered.addAll(Holdings.NOT_SHOWN.keySet());
        assertEquals(personal(), covered);
    }

    @Test
    void everyTableIsErasedOrSaysWhyNot() {
        Set<String> covered = Stream.concat(Holdings.AT_ONCE.stream(), Holdings.AFTERWARDS.stream())
                .map(Holdings.Erased::table)
                .collect(Collectors.toCollection(TreeSet::new));
        covered.addAll(Holdings.LEFT.keySet());
        assertEquals(personal(), covered);
    }

    /** A column that is added later is neither forgotten nor shown by accident. */
    @Test
    void everyColumnIsShownOrSaysWhyNot() {
        sections().forEach(section -> {
            Set<String> mentioned = new TreeSet<>(section.columns());
            mentioned.addAll(section.withheld().keySet());
            assertEquals(tables.get(section.table()), mentioned, section.table());
        });
    }

    @Test
    void noSecretIsShown() {
        sections()
                .flatMap(section -> section.columns().stream())
                .forEach(column -> assertTrue(
                        !column.contains("hash") && !column.contains("digest") && !column.contains("model"), column));
    }
}
