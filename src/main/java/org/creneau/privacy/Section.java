package org.creneau.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one table holds about a client, and how it is shown: in an object or a list of objects, one field for each column.
 *
 * @param name of the field in the document
 * @param single whether there is one row at the most
 * @param of which rows of the table are the client's; {@code $1} is the client's id
 * @param shown the expressions by the names of their fields
 * @param columns what is shown of the table's own columns
 * @param withheld the columns that are not shown, each with the reason
 * @param order of a list; empty for an object
 * @param parts lists within each object
 */
record Section(
        String name,
        String table,
        boolean single,
        String of,
        Map<String, String> shown,
        List<String> columns,
        Map<String, String> withheld,
        String order,
        List<Section> parts) {

    static Section one(String name, String table, String of) {
        return new Section(name, table, true, of, Map.of(), List.of(), Map.of(), "", List.of());
    }

    static Section many(String name, String table, String of, String order) {
        return new Section(name, table, false, of, Map.of(), List.of(), Map.of(), order, List.of());
    }

    /** Shows columns under their own names, in camel case. */
    Section with(String... more) {
        Section section = this;
        for (String column : more) {
            section = section.named(column, camelCase(column), table + "." + column);
        }
        return section;
    }

    /** Shows a column under another name, or in another form. */
    Section named(String column, String as, String expression) {
        return copy(plus(shown, as, expression), plus(columns, column), withheld, parts);
    }

    /** Shows what is not in the table itself. */
    Section also(String as, String expression) {
        return copy(plus(shown, as, expression), columns, withheld, parts);
    }

    Section without(String reason, String... hidden) {
        Map<String, String> all = withheld;
        for (String column : hidden) {
            all = plus(all, column, reason);
        }
        return copy(shown, columns, all, parts);
    }

    Section containing(Section part) {
        return copy(shown, columns, withheld, plus(parts, part));
    }

    /** This section and those in it. */
    Stream<Section> all() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(Section::all));
    }

    /** An expression for the whole: JSON, null for an object that is not there. */
    String sql(int most) {
        String object = "json_strip_nulls(json_build_object(" + fields(most) + "))";
        String rows = "select %s as item from %s where %s".formatted(object, table, of);
        return single
                ? "(" + rows + ")"
                : "(select coalesce(json_agg(r.item), '[]') from (%s order by %s limit %d) r)"
                        .formatted(rows, order, most);
    }

    /** An expression that is true when a list is longer than it is shown. */
    String longerThan(int most) {
        return "(select count(*) > %d from (select from %s where %s limit %d) r)".formatted(most, table, of, most + 1);
    }

    private String fields(int most) {
        return Stream.concat(
                        shown.entrySet().stream().map(field -> "'" + field.getKey() + "', " + field.getValue()),
                        parts.stream().map(part -> "'" + part.name() + "', " + part.sql(most)))
                .collect(Collectors.joining(", "));
    }

    private Section copy(
            Map<String, String> newShown,
            List<String> newColumns,
            Map<String, String> newWithheld,
            List<Section> newParts) {
        return new Section(name, table, single, of, newShown, newColumns, newWithheld, order, newParts);
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static <T> List<T> plus(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_", -1)) {
            name.append(name.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
