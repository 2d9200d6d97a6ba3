package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.creneau.audit.AuditLog;
import org.creneau.core.MinistryTime;
import org.creneau.core.Sql;
import org.creneau.planning.OfferEdits.Kind;
import org.jspecify.annotations.Nullable;

/** Types, organisations, locations and towns in PostgreSQL, as JSON documents. */
record OfferEditStore(Sql sql, AuditLog auditLog) {

    private static final String TYPE = """
            select id, jsonb_strip_nulls(jsonb_build_object(
                'id', id, 'version', version, 'kind', kind,
                'title', jsonb_build_object('fr', title_fr, 'en', title_en),
                'description', jsonb_build_object('fr', description_fr, 'en', description_en),
                'durationMinutes', duration_minutes,
                'documents', (
                    select coalesce(jsonb_agg(jsonb_build_object('fr', fr, 'en', coalesce(en, fr)) order by place), '[]')
                    from unnest(documents_fr, documents_en) with ordinality as document (fr, en, place)
                    where fr is not null),
                'cancellable', cancellable, 'cancelUntilMinutes', cancel_until_minutes,
                'reschedulable', reschedulable, 'rescheduleUntilMinutes', reschedule_until_minutes,
                'requiresComplementaryInformation', requires_complementary_information,
                'unmarkedBecomes', unmarked_becomes, 'unmarkedAfterDays', unmarked_after_days,
                'eligibility', (
                    select coalesce(jsonb_agg(jsonb_build_object(
                        'statuses', to_jsonb(statuses), 'grantedWithinDays', granted_within_days, 'french', french,
                        'residenceInQuebec', residence_in_quebec) order by position), '[]')
                    from eligibility_rule where type_id = appointment_type.id),
                'organisations', (
                    select coalesce(jsonb_agg(organisation_id order by organisation_id), '[]')
                    from offer where type_id = appointment_type.id))) as content
            from appointment_type""";

    private static final String ORGANISATION = """
            select id, jsonb_strip_nulls(jsonb_build_object(
                'id', id, 'version', version, 'kind', kind,
                'name', jsonb_build_object('fr', name_fr, 'en', name_en), 'phone', phone)) as content
            from organisation""";

    private static final String LOCATION = """
            select id, jsonb_strip_nulls(jsonb_build_object(
                'id', id, 'version', version, 'organisation', organisation_id, 'city', city_id,
                'name', jsonb_build_object('fr', name_fr, 'en', name_en), 'phone', phone, 'address', address,
                'office', office, 'province', province, 'country', country, 'postalCode', postal_code,
                'latitude', latitude, 'longitude', longitude,
                'directions', case when coalesce(directions_fr, directions_en) is not null then jsonb_build_object(
                    'fr', coalesce(directions_fr, directions_en), 'en', coalesce(directions_en, directions_fr)) end,
                'services', (
                    select coalesce(jsonb_agg(jsonb_build_object('fr', fr, 'en', coalesce(en, fr)) order by place), '[]')
                    from unnest(services_fr, services_en) with ordinality as service (fr, en, place)
                    where fr is not null),
                'zone', zone)) as content
            from location""";

    private static final String CITY = """
            select id, jsonb_build_object(
                'id', id, 'version', version, 'name', jsonb_build_object('fr', name_fr, 'en', name_en)) as content
            from city""";

    private static String select(Kind kind) {
        return switch (kind) {
            case APPOINTMENT_TYPE -> TYPE;
            case ORGANISATION -> ORGANISATION;
            case LOCATION -> LOCATION;
            case CITY -> CITY;
        };
    }

    /** @param organisation of which locations are; null: of all */
    Future<List<JsonObject>> list(Kind kind, @Nullable String organisation, int limit, @Nullable String after) {
        String of = kind == Kind.LOCATION ? "($3::text is null or organisation_id = $3)" : "$3::text is null";
        String list = select(kind) + " where ($2::text is null or id > $2) and " + of + " order by id limit $1";
        return sql.execute(list, Tuple.tuple().addValue(limit).addValue(after).addValue(organisation))
                .map(rows ->
                        rows.stream().map(row -> row.getJsonObject("content")).toList());
    }

    Future<Optional<JsonObject>> find(Kind kind, String id) {
        return sql.first(select(kind) + " where id = $1", Tuple.of(id), row -> row.getJsonObject("content"));
    }

    /** Which of these statuses there are. */
    Future<Set<String>> statuses(Set<String> ids) {
        return sql.execute(
                        "select id from immigration_status where id = any ($1)",
                        Tuple.tuple().addValue(ids.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> found = new HashSet<>();
                    rows.forEach(row -> found.add(row.getString(0)));
                    return found;
                });
    }

    /** Which organisations have published slots of the type that are not over. */
    Future<Set<String>> offering(String type) {
        String select = """
                select organisation.id from organisation
                where exists (
                    select from slot
                    where slot.type_id = $1 and slot.organisation_id = organisation.id
                      and slot.ends_at > clock_timestamp() and slot.publication <> 'CANCELLED')
                """;
        return sql.execute(select, Tuple.of(type)).map(rows -> {
            Set<String> found = new HashSet<>();
            rows.forEach(row -> found.add(row.getString(0)));
            return found;
        });
    }

    /**
     * Whether it was written, which the audit log says then: not when somebody was faster, or when it is there although it
     * should not.
     *
     * @param version null: there must be none yet
     */
    Future<Boolean> put(Author by, Kind kind, String id, JsonObject content, @Nullable Integer version) {
        JsonObject changed = new JsonObject().put(kind.text(), id);
        return sql.transaction(client -> write(client, kind, id, content, version)
                .compose(written -> written
                        ? auditLog.record(client, by.entry(changed)).map(true)
                        : Future.succeededFuture(false)));
    }

    private static Future<Boolean> write(
            SqlClient client, Kind kind, String id, JsonObject content, @Nullable Integer version) {
        return switch (kind) {
            case APPOINTMENT_TYPE -> putType(client, id, content, version);
            case ORGANISATION ->
                written(
                        client,
                        """
                        insert into organisation (id, kind, name_fr, name_en, phone)
                        select $1, $3, $4, $5, $6 where $2::int is null on conflict do nothing
                        """,
                        """
                        update organisation set kind = $3, name_fr = $4, name_en = $5, phone = $6, version = version + 1
                        where id = $1 and version = $2
                        """,
                        version,
                        text(
                                        Tuple.tuple()
                                                .addValue(id)
                                                .addValue(version)
                                                .addValue(content.getString("kind")),
                                        content,
                                        "name")
                                .addValue(content.getString("phone")));
            case LOCATION -> written(client, INSERT_LOCATION, UPDATE_LOCATION, version, location(id, content, version));
            case CITY ->
                written(
                        client,
                        """
                        insert into city (id, name_fr, name_en)
                        select $1, $3, $4 where $2::int is null on conflict do nothing
                        """,
                        "update city set name_fr = $3, name_en = $4, version = version + 1 where id = $1 and version = $2",
                        version,
                        text(Tuple.tuple().addValue(id).addValue(version), content, "name"));
        };
    }

    private static Future<Boolean> written(
            SqlClient client, String insert, String update, @Nullable Integer version, Tuple values) {
        return Sql.on(client, version == null ? insert : update, values).map(rows -> rows.rowCount() == 1);
    }

    private static final String INSERT_LOCATION = """
            insert into location (id, organisation_id, city_id, name_fr, name_en, phone, address, office, province, country,
                postal_code, latitude, longitude, directions_fr, directions_en, services_fr, services_en, zone)
            select $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
            where $2::int is null on conflict do nothing
            """;

    private static final String UPDATE_LOCATION = """
            update location set organisation_id = $3, city_id = $4, name_fr = $5, name_en = $6, phone = $7, address = $8,
                office = $9, province = $10, country = $11, postal_code = $12, latitude = $13, longitude = $14,
                directions_fr = $15, directions_en = $16, services_fr = $17, services_en = $18, zone = $19,
                version = version + 1
            where id = $1 and version = $2
            """;

    private static Tuple location(String id, JsonObject content, @Nullable Integer version) {
        Tuple values = Tuple.tuple()
                .addValue(id)
                .addValue(version)
                .addValue(content.getString("organisation"))
                .addValue(content.getString("city"));
        text(values, content, "name")
                .addValue(content.getString("phone"))
                .addValue(content.getString("address"))
                .addValue(content.getString("office"))
                .addValue(content.getString("province"))
                .addValue(content.getString("country"))
                .addValue(content.getString("postalCode"))
                .addValue(content.getDouble("latitude"))
                .addValue(content.getDouble("longitude"));
        text(values, content, "directions");
        return texts(values, content, "services").addValue(content.getString("zone", MinistryTime.ZONE_NAME));
    }

    private static Future<Boolean> putType(SqlClient client, String id, JsonObject content, @Nullable Integer version) {
        String insert = """
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes,
                    documents_fr, documents_en, cancellable, cancel_until_minutes, reschedulable, reschedule_until_minutes,
                    requires_complementary_information, unmarked_becomes, unmarked_after_days)
                select $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
                where $2::int is null on conflict do nothing
                """;
        String update = """
                update appointment_type set kind = $3, title_fr = $4, title_en = $5, description_fr = $6,
                    description_en = $7, duration_minutes = $8, documents_fr = $9, documents_en = $10, cancellable = $11,
                    cancel_until_minutes = $12, reschedulable = $13, reschedule_until_minutes = $14,
                    requires_complementary_information = $15, unmarked_becomes = $16, unmarked_after_days = $17,
                    version = version + 1
                where id = $1 and version = $2
                """;
        Tuple values = Tuple.tuple().addValue(id).addValue(version).addValue(content.getString("kind"));
        text(values, content, "title");
        text(values, content, "description").addValue(content.getInteger("durationMinutes"));
        texts(values, content, "documents")
                .addValue(content.getBoolean("cancellable"))
                .addValue(content.getInteger("cancelUntilMinutes", 0))
                .addValue(content.getBoolean("reschedulable"))
                .addValue(content.getInteger("rescheduleUntilMinutes", 0))
                .addValue(content.getBoolean("requiresComplementaryInformation"))
                .addValue(content.getString("unmarkedBecomes"))
                .addValue(content.getInteger("unmarkedAfterDays", 7));
        return Sql.on(client, version == null ? insert : update, values)
                .compose(written -> written.rowCount() == 1
                        ? putRules(client, id, content).map(true)
                        : Future.succeededFuture(false));
    }

    /** Whom it is offered to, and by whom; a booking sees all of it as it was or all of it as it is. */
    private static Future<?> putRules(SqlClient client, String id, JsonObject content) {
        JsonArray rules = new JsonArray();
        for (Object each : content.getJsonArray("eligibility", new JsonArray())) {
            rules.add(((JsonObject) each).copy());
        }
        String insertRules = """
                insert into eligibility_rule (type_id, position, statuses, granted_within_days, french,
                    residence_in_quebec)
                select $1, place::int, array(select jsonb_array_elements_text(rule -> 'statuses')),
                    (rule ->> 'grantedWithinDays')::int, (rule ->> 'french')::boolean,
                    (rule ->> 'residenceInQuebec')::boolean
                from jsonb_array_elements($2::jsonb) with ordinality as rules (rule, place)
                """;
        String[] organisations = content.getJsonArray("organisations").stream()
                .map(String.class::cast)
                .toArray(String[]::new);
        return Sql.on(client, "delete from eligibility_rule where type_id = $1", Tuple.of(id))
                .compose(done -> Sql.on(client, insertRules, Tuple.of(id, rules)))
                .compose(done -> Sql.on(
                        client,
                        "delete from offer where type_id = $1 and organisation_id <> all ($2)",
                        Tuple.tuple().addValue(id).addValue(organisations)))
                .compose(done -> Sql.on(
                        client,
                        "insert into offer (type_id, organisation_id) select $1, unnest($2::text[]) on conflict do nothing",
                        Tuple.tuple().addValue(id).addValue(organisations)));
    }

    private static Tuple text(Tuple values, JsonObject content, String name) {
        JsonObject text = content.getJsonObject(name, new JsonObject());
        return values.addValue(text.getString("fr")).addValue(text.getString("en"));
    }

    private static Tuple texts(Tuple values, JsonObject content, String name) {
        List<String> fr = new ArrayList<>();
        List<String> en = new ArrayList<>();
        for (Object each : content.getJsonArray(name, new JsonArray())) {
            fr.add(((JsonObject) each).getString("fr"));
            en.add(((JsonObject) each).getString("en"));
        }
        return values.addValue(fr.toArray(String[]::new)).addValue(en.toArray(String[]::new));
    }
}
