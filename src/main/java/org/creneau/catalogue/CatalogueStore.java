package org.creneau.catalogue;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.text.Collator;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;

/** The catalogue in PostgreSQL. */
public final class CatalogueStore {

    private final Pool pool;

    public CatalogueStore(Pool pool) {
        this.pool = pool;
    }

    /** Reads everything as it stood at one instant, so that no row refers to one that was not read. */
    Future<Catalogue> read() {
        return pool.withTransaction(connection -> connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .compose(set -> readAll(connection)));
    }

    private static Future<Catalogue> readAll(SqlConnection connection) {
        Future<Map<String, City>> cities = cities(connection);
        Future<Map<String, Organisation>> organisations = organisations(connection);
        Future<Map<String, AppointmentType>> types = eligibility(connection).compose(rules -> types(connection, rules));
        return Future.all(cities, organisations, types)
                .compose(read -> locations(connection, cities.result()))
                .compose(locations -> offers(connection, organisations.result())
                        .map(offers -> new Catalogue(
                                types.result(), organisations.result(), locations, cities.result(), offers)));
    }

    private static Future<Map<String, City>> cities(SqlConnection connection) {
        return rows(
                connection,
                """
                select id, name_fr, name_en
                from city
                """,
                row -> new City(row.getString("id"), text(row, "name")),
                City::id,
                city -> city.name().fr());
    }

    private static Future<Map<String, Organisation>> organisations(SqlConnection connection) {
        return rows(
                connection,
                """
                select id, name_fr, name_en, kind, phone
                from organisation
                """,
                row -> new Organisation(
                        row.getString("id"),
                        text(row, "name"),
                        Organisation.Kind.valueOf(row.getString("kind")),
                        row.getString("phone")),
                Organisation::id,
                organisation -> organisation.name().fr());
    }

    private static Future<Map<String, List<EligibilityRule>>> eligibility(SqlConnection connection) {
        String sql = """
                select type_id, statuses, granted_within_days, french, residence_in_quebec
                from eligibility_rule
                order by type_id, position
                """;
        return connection.query(sql).execute().map(rows -> {
            Map<String, List<EligibilityRule>> rules = new HashMap<>();
            for (Row row : rows) {
                rules.computeIfAbsent(row.getString("type_id"), type -> new ArrayList<>())
                        .add(new EligibilityRule(
                                List.of(row.getArrayOfStrings("statuses")),
                                row.getInteger("granted_within_days"),
                                row.getBoolean("french"),
                                row.getBoolean("residence_in_quebec")));
            }
            return rules;
        });
    }

    private static Future<Map<String, AppointmentType>> types(
            SqlConnection connection, Map<String, List<EligibilityRule>> rules) {
        return rows(
                connection,
                """
                select id, kind, title_fr, title_en, description_fr, description_en, duration_minutes, documents_fr,
                       documents_en, cancellable, cancel_until_minutes, reschedulable, reschedule_until_minutes,
                       requires_complementary_information
                from appointment_type
                """,
                row -> type(row, rules.getOrDefault(row.getString("id"), List.of())),
                AppointmentType::id,
                type -> type.title().fr());
    }

    private static AppointmentType type(Row row, List<EligibilityRule> rules) {
        return new AppointmentType(
                row.getString("id"),
                AppointmentType.Kind.valueOf(row.getString("kind")),
                text(row, "title"),
                text(row, "description"),
                row.getInteger("duration_minutes"),
                texts(row, "documents"),
                row.getBoolean("cancellable"),
                row.getInteger("cancel_until_minutes"),
                row.getBoolean("reschedulable"),
                row.getInteger("reschedule_until_minutes"),
                row.getBoolean("requires_complementary_information"),
                rules);
    }

    private static Future<Map<String, Location>> locations(SqlConnection connection, Map<String, City> cities) {
        return rows(
                connection,
                """
                select id, organisation_id, city_id, name_fr, name_en, phone, address, office, province, country,
                       postal_code, latitude, longitude, directions_fr, directions_en, services_fr, services_en, zone
                from location
                """,
                row -> location(row, cities),
                Location::id,
                location -> location.name().fr());
    }

    private static Location location(Row row, Map<String, City> cities) {
        return new Location(
                row.getString("id"),
                row.getString("organisation_id"),
                Objects.requireNonNull(cities.get(row.getString("city_id"))), // a foreign key, read in one snapshot
                text(row, "name"),
                row.getString("phone"),
                row.getString("address"),
                row.getString("office"),
                row.getString("province"),
                row.getString("country"),
                row.getString("postal_code"),
                row.getDouble("latitude"),
                row.getDouble("longitude"),
                optionalText(row, "directions"),
                texts(row, "services"),
                ZoneId.of(row.getString("zone")));
    }

    private static Future<Map<String, List<Organisation>>> offers(
            SqlConnection connection, Map<String, Organisation> organisations) {
        String sql = """
                select type_id, array_agg(organisation_id) as organisation_ids
                from offer
                group by type_id
                """;
        return connection.query(sql).execute().map(rows -> {
            Map<String, List<Organisation>> offers = new LinkedHashMap<>();
            for (Row row : rows) {
                List<String> ids = List.of(row.getArrayOfStrings("organisation_ids"));
                // In the order of the organisations, which is the clients' one.
                offers.put(
                        row.getString("type_id"),
                        organisations.values().stream()
                                .filter(organisation -> ids.contains(organisation.id()))
                                .toList());
            }
            return Collections.unmodifiableMap(offers);
        });
    }

    /** By id, in the alphabetical order of the French names: the order of the guide's own lists (2.3). */
    private static <T> Future<Map<String, T>> rows(
            SqlConnection connection,
            String sql,
            Function<Row, T> mapping,
            Function<T, String> id,
            Function<T, String> name) {
        return connection.query(sql).execute().map(rows -> {
            List<T> items = new ArrayList<>(rows.size());
            rows.forEach(row -> items.add(mapping.apply(row)));
            Comparator<Object> alphabet = Collator.getInstance(Locale.CANADA_FRENCH);
            items.sort(Comparator.comparing(name, alphabet).thenComparing(id));
            Map<String, T> byId = new LinkedHashMap<>();
            items.forEach(item -> byId.put(id.apply(item), item));
            return Collections.unmodifiableMap(byId);
        });
    }

    private static LocalText text(Row row, String column) {
        return new LocalText(row.getString(column + "_fr"), row.getString(column + "_en"));
    }

    /** What is written in one language only is shown in both. */
    private static @Nullable LocalText optionalText(Row row, String column) {
        String fr = row.getString(column + "_fr");
        String en = row.getString(column + "_en");
        if (fr == null && en == null) {
            return null;
        }
        return new LocalText(fr == null ? en : fr, en == null ? fr : en);
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
