package org.creneau.embedded;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.City;
import org.creneau.catalogue.EligibilityRule;
import org.creneau.core.LocalText;
import org.creneau.embedded.DemoFiles.Offerer;
import org.creneau.embedded.DemoFiles.Place;
import org.creneau.embedded.DemoPlan.DemoSlot;
import org.jspecify.annotations.Nullable;

/** Inserts the demo offer. */
final class DemoCatalogue {

    private DemoCatalogue() {}

    static Tuple tuple(City city) {
        return Tuple.of(city.id(), city.name().fr(), city.name().en());
    }

    static Future<Void> insert(SqlConnection connection, DemoFiles files) {
        return insertCities(connection, files.catalogue().cities())
                .compose(done -> insertTypes(connection, files.catalogue().types()))
                .compose(done -> insertRules(connection, files.catalogue().types()))
                .compose(done ->
                        insertOrganisations(connection, files.catalogue().organisations()))
                .compose(done -> insertLocations(connection, files.catalogue().organisations()))
                .compose(done -> insertOffers(connection, files));
    }

    private static Future<Void> insertCities(SqlConnection connection, List<City> cities) {
        String sql = "insert into city (id, name_fr, name_en) values ($1, $2, $3) on conflict do nothing";
        return batch(connection, sql, cities.stream().map(DemoCatalogue::tuple).toList());
    }

    private static Future<Void> insertTypes(SqlConnection connection, List<AppointmentType> types) {
        String sql = """
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                    duration_minutes, documents_fr, documents_en, cancellable, reschedulable,
                    requires_complementary_information)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                on conflict do nothing
                """;
        return batch(connection, sql, types.stream().map(DemoCatalogue::tuple).toList());
    }

    private static Tuple tuple(AppointmentType type) {
        return Tuple.from(new Object[] {
            type.id(),
            type.kind().name(),
            type.title().fr(),
            type.title().en(),
            type.description().fr(),
            type.description().en(),
            type.durationMinutes(),
            texts(type.documents(), LocalText::fr),
            texts(type.documents(), LocalText::en),
            type.cancellable(),
            type.reschedulable(),
            type.requiresComplementaryInformation()
        });
    }

    private static Future<Void> insertRules(SqlConnection connection, List<AppointmentType> types) {
        String sql = """
                insert into eligibility_rule (type_id, position, statuses, granted_within_days, french,
                    residence_in_quebec)
                values ($1, $2, $3, $4, $5, $6)
                on conflict do nothing
                """;
        List<Tuple> rows = new ArrayList<>();
        for (AppointmentType type : types) {
            for (EligibilityRule rule : type.eligibility()) {
                rows.add(Tuple.of(
                        type.id(),
                        type.eligibility().indexOf(rule) + 1,
                        rule.statuses().toArray(String[]::new),
                        rule.grantedWithinDays(),
                        rule.french(),
                        rule.residenceInQuebec()));
            }
        }
        return batch(connection, sql, rows);
    }

    private static Future<Void> insertOrganisations(SqlConnection connection, List<Offerer> organisations) {
        String sql = """
                insert into organisation (id, name_fr, name_en, kind, phone)
                values ($1, $2, $3, $4, $5)
                on conflict do nothing
                """;
        return batch(
                connection,
                sql,
                organisations.stream()
                        .map(one ->
                                Tuple.of(one.id(), one.name().fr(), one.name().en(), one.kind(), one.phone()))
                        .toList());
    }

    private static Future<Void> insertLocations(SqlConnection connection, List<Offerer> organisations) {
        String sql = """
                insert into location (id, organisation_id, city_id, name_fr, name_en, phone, address, office, province,
                    country, postal_code, latitude, longitude, directions_fr, directions_en, services_fr, services_en,
                    zone)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 'Québec', 'Canada', $9, $10, $11, $12, $13, $14, $15, $16)
                on conflict do nothing
                """;
        return batch(
                connection,
                sql,
                organisations.stream()
                        .flatMap(offerer -> offerer.locations().stream().map(place -> tuple(offerer, place)))
                        .toList());
    }

    private static Tuple tuple(Offerer offerer, Place place) {
        return Tuple.from(new @Nullable Object[] {
            place.id(),
            offerer.id(),
            place.city(),
            place.name().fr(),
            place.name().en(),
            offerer.phone(),
            place.address(),
            place.office(),
            place.postalCode(),
            place.latitude(),
            place.longitude(),
            place.directions() == null ? null : place.directions().fr(),
            place.directions() == null ? null : place.directions().en(),
            texts(place.services(), LocalText::fr),
            texts(place.services(), LocalText::en),
            DemoCalendar.ZONE.getId()
        });
    }

    /** An organisation offers what the schedule says takes place at one of its locations. */
    private static Future<Void> insertOffers(SqlConnection connection, DemoFiles files) {
        String sql = "insert into offer (type_id, organisation_id) values ($1, $2) on conflict do nothing";
        return batch(
                connection,
                sql,
                files.schedule().schedules().stream()
                        .map(one -> Tuple.of(
                                one.type(), files.offererAt(one.location()).id()))
                        .toList());
    }

    static Future<Void> insertSlots(SqlConnection connection, List<DemoSlot> slots) {
        String sql = """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                    opens_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """;
        return batch(
                connection,
                sql,
                slots.stream()
                        .map(slot -> Tuple.from(new Object[] {
                            slot.id(),
                            slot.type(),
                            slot.organisation(),
                            slot.location(),
                            slot.start().atOffset(ZoneOffset.UTC),
                            slot.end().atOffset(ZoneOffset.UTC),
                            segments(slot),
                            slot.capacity(),
                            slot.opensAt().atOffset(ZoneOffset.UTC)
                        }))
                        .toList());
    }

    private static JsonArray segments(DemoSlot slot) {
        JsonArray segments = new JsonArray();
        slot.segments()
                .forEach(segment -> segments.add(new JsonObject()
                        .put("start", segment.start().toString())
                        .put("end", segment.end().toString())));
        return segments;
    }

    private static String[] texts(List<LocalText> texts, Function<LocalText, String> language) {
        return texts.stream().map(language).toArray(String[]::new);
    }

    static Future<Void> batch(SqlConnection connection, String sql, List<Tuple> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : connection.preparedQuery(sql).executeBatch(rows).mapEmpty();
    }
}
