package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.creneau.client.Options.Choice;
import org.creneau.client.Options.Declaration;
import org.creneau.client.Options.Menu;
import org.creneau.client.Options.Status;
import org.creneau.core.LocalText;
import org.creneau.core.Sql;

/** Option lists in PostgreSQL. */
record OptionStore(Sql sql) {

    Future<Options> read() {
        return Future.all(statuses(), menus(), towns(), declaration())
                .map(all -> new Options(all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3)));
    }

    private Future<Map<String, Status>> statuses() {
        String select = """
                select id, name_fr, name_en, documents_fr, documents_en, granted_on_required, admissible
                from immigration_status
                order by position
                """;
        return rows(select, OptionStore::status).map(statuses -> byId(statuses, Status::id));
    }

    private static Status status(Row row) {
        return new Status(
                row.getString("id"),
                name(row),
                texts(row, "documents"),
                row.getBoolean("granted_on_required"),
                row.getBoolean("admissible"));
    }

    private Future<Map<Menu, Map<String, Choice>>> menus() {
        String select = "select menu, id, name_fr, name_en from menu_option order by position";
        return sql.execute(select, Tuple.tuple()).map(rows -> {
            Map<Menu, Map<String, Choice>> menus = new EnumMap<>(Menu.class);
            for (Row row : rows) {
                menus.computeIfAbsent(Menu.valueOf(row.getString("menu")), menu -> new LinkedHashMap<>())
                        .put(row.getString("id"), choice(row));
            }
            return menus;
        });
    }

    private Future<Map<String, Choice>> towns() {
        return rows("select id, name_fr, name_en from town", OptionStore::choice)
                .map(towns -> {
                    Comparator<Object> alphabet = Collator.getInstance(Locale.CANADA_FRENCH);
                    List<Choice> sorted = new ArrayList<>(towns);
                    sorted.sort(
                            Comparator.comparing((Choice town) -> town.name().fr(), alphabet)
                                    .thenComparing(Choice::id));
                    return byId(sorted, Choice::id);
                });
    }

    private Future<Declaration> declaration() {
        String select = """
                select version, paragraphs_fr, paragraphs_en, since
                from declaration
                where since <= clock_timestamp()
                order by since desc, version desc
                limit 1
                """;
        return sql.first(
                        select,
                        Tuple.tuple(),
                        row -> new Declaration(
                                row.getString("version"),
                                texts(row, "paragraphs"),
                                row.getOffsetDateTime("since").toInstant()))
                .map(found -> found.orElseThrow(() -> new IllegalStateException("no declaration")));
    }

    private <T> Future<List<T>> rows(String select, Function<Row, T> reader) {
        return sql.execute(select, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(reader)
                        .toList());
    }

    private static <T> Map<String, T> byId(List<T> items, Function<T, String> id) {
        Map<String, T> byId = new LinkedHashMap<>();
        items.forEach(item -> byId.put(id.apply(item), item));
        return byId;
    }

    private static Choice choice(Row row) {
        return Choice.of(row.getString("id"), name(row));
    }

    private static LocalText name(Row row) {
        return new LocalText(row.getString("name_fr"), row.getString("name_en"));
    }

    private static List<LocalText> texts(Row row, String column) {
        String[] fr = row.getArrayOfStrings(column + "_fr");
        String[] en = row.getArrayOfStrings(column + "_en");
        List<LocalText> texts = new ArrayList<>(fr.length);
        for (int i = 0; i < fr.length; i++) {
            texts.add(new LocalText(fr[i], i < en.length ? en[i] : fr[i]));
        }
        return List.copyOf(texts);
    }
}
