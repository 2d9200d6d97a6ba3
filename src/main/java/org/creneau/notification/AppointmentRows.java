package org.creneau.notification;

import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.creneau.core.Reference;
import org.jspecify.annotations.Nullable;

/** What a mail about a booking needs to know of its slot and its client, in SQL. */
final class AppointmentRows {

    /** Of {@link #appointment}, as {@code place}. */
    static final String COLUMNS = "place.*";

    private AppointmentRows() {}

    /** A query for one row: everything about a slot that is told. */
    static String appointment(String slotId) {
        return """
                select slot.segments, slot.ends_at, slot.type_id, location.city_id, type.title_fr, type.title_en, type.documents_fr, type.documents_en,
                       organisation.name_fr as organisation_fr, organisation.name_en as organisation_en,
                       location.name_fr as location_fr, location.name_en as location_en, location.address, location.office,
                       city.name_fr as city_fr, city.name_en as city_en, location.province, location.country,
                       location.postal_code, coalesce(location.phone, organisation.phone) as phone, location.directions_fr,
                       location.directions_en, location.latitude, location.longitude, location.zone
                from slot
                join appointment_type type on type.id = slot.type_id
                join organisation on organisation.id = slot.organisation_id
                join location on location.id = slot.location_id
                join city on city.id = location.city_id
                where slot.id = %s
                limit 1
                """.formatted(slotId);
    }

    /** A query for at most one row: a client's address and language. */
    static String recipient(String clientId) {
        return """
                select email, language
                from (
                    select 1 as rank, email, language from registration where registration.client_id = %1$s
                    union all
                    select 2, email, language from account where account.client_id = %1$s
                ) known
                where email <> ''
                order by rank
                limit 1
                """.formatted(clientId);
    }

    /** A slot as the rows have it, in all languages. */
    record Facts(Row row) {

        /** In one language. */
        Appointment in(
                String language, UUID bookingId, UUID eventId, int sequence, List<Appointment.Segment> formerSegments) {
            return new Appointment(
                    bookingId,
                    Reference.of(bookingId),
                    Objects.requireNonNull(text("title", language)),
                    documents(language),
                    Objects.requireNonNull(text("organisation", language)),
                    new Appointment.Place(
                            Objects.requireNonNull(text("location", language)),
                            row.getString("address"),
                            row.getString("office"),
                            Objects.requireNonNull(text("city", language)),
                            row.getString("province"),
                            row.getString("country"),
                            row.getString("postal_code"),
                            row.getString("phone"),
                            text("directions", language),
                            row.getDouble("latitude"),
                            row.getDouble("longitude")),
                    ZoneId.of(row.getString("zone")),
                    Appointment.segments(row.getJsonArray("segments")),
                    eventId,
                    sequence,
                    formerSegments);
        }

        /** The id of the appointment type. */
        String type() {
            return row.getString("type_id");
        }

        /** The id of the town. */
        String town() {
            return row.getString("city_id");
        }

        /** What is written in one language only is shown in all. */
        private @Nullable String text(String column, String language) {
            String text = row.getString(column + suffix(language));
            return text != null ? text : row.getString(column + (language.equals("en") ? "_fr" : "_en"));
        }

        private List<String> documents(String language) {
            String[] in = row.getArrayOfStrings("documents" + suffix(language));
            return List.of(in.length > 0 ? in : row.getArrayOfStrings("documents_fr"));
        }

        /** The offer is written in two languages. */
        private static String suffix(String language) {
            return language.equals("en") ? "_en" : "_fr";
        }
    }

    static Facts facts(Row row) {
        return new Facts(row);
    }
}
