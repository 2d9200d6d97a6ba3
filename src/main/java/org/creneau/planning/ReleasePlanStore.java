package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Release plans in PostgreSQL. */
record ReleasePlanStore(Sql sql, AuditLog auditLog) {

    private static final String COLUMNS = "id, organisation_id, name, days_ahead, opens_time, zone, waves, version";

    /** A plan, and how many slots each of its waves has since it was last changed. */
    record InUse(ReleasePlan plan, Map<Integer, Integer> assigned) {}

    Future<Optional<ReleasePlan>> find(UUID id) {
        String select = "select " + COLUMNS + " from release_plan where id = $1";
        return sql.first(select, Tuple.of(id), ReleasePlanStore::plan);
    }

    /** @param organisation null: of all */
    Future<List<ReleasePlan>> list(@Nullable String organisation, int limit, @Nullable UUID after) {
        String select = "select " + COLUMNS + " from release_plan" + """
                 where ($1::text is null or organisation_id = $1) and ($2::uuid is null or id > $2)
                order by id limit $3
                """;
        return sql.execute(
                        select,
                        Tuple.tuple().addValue(organisation).addValue(after).addValue(limit))
                .map(rows -> rows.stream().map(ReleasePlanStore::plan).toList());
    }

    Future<List<InUse>> inUse(Collection<UUID> ids) {
        String select = "select " + COLUMNS + """
                , (select coalesce(jsonb_object_agg(wave, slots), '{}') from (
                    select wave, count(*) as slots from slot_origin
                    where plan_id = release_plan.id and plan_version = release_plan.version and wave is not null
                    group by wave) by_wave) as assigned
                from release_plan where id = any ($1)
                """;
        return sql.execute(select, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> new InUse(plan(row), assigned(row.getJsonObject("assigned"))))
                        .toList());
    }

    private static Map<Integer, Integer> assigned(JsonObject json) {
        Map<Integer, Integer> counts = new HashMap<>();
        json.fieldNames().forEach(wave -> counts.put(Integer.valueOf(wave), json.getInteger(wave)));
        return counts;
    }

    Future<ReleasePlan> insert(Actor by, ReleasePlan plan) {
        String insert = """
                insert into release_plan (organisation_id, name, days_ahead, opens_time, zone, waves, id)
                values ($1, $2, $3, $4, $5, $6, $7)
                """;
        return sql.transaction(within -> Sql.on(within, insert, values(plan).addValue(plan.id()))
                .compose(inserted -> note(within, by, plan))
                .map(plan));
    }

    /** Empty when somebody was faster. */
    Future<Optional<ReleasePlan>> update(Actor by, ReleasePlan plan) {
        String update = """
                update release_plan set organisation_id = $1, name = $2, days_ahead = $3, opens_time = $4, zone = $5,
                    waves = $6, version = version + 1, updated_at = clock_timestamp()
                where id = $7 and version = $8
                returning\s""" + COLUMNS;
        Tuple values = values(plan).addValue(plan.id()).addValue(plan.version());
        return sql.transaction(within -> Sql.on(within, update, values)
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : note(within, by, plan)
                                .map(Optional.of(plan(rows.iterator().next())))));
    }

    private Future<Void> note(SqlClient within, Actor by, ReleasePlan plan) {
        JsonObject what = new JsonObject().put("releasePlan", plan.id().toString());
        return auditLog.record(within, AuditEntry.offerChanged(by, what));
    }

    private static Tuple values(ReleasePlan plan) {
        Tuple values = Tuple.tuple().addValue(plan.organisation()).addValue(plan.name());
        if (plan.rule() instanceof ReleaseRule.Daily daily) {
            return values.addValue(daily.businessDaysAhead())
                    .addValue(daily.time())
                    .addValue(daily.zone().getId())
                    .addValue(null);
        }
        JsonArray waves = new JsonArray();
        ((ReleaseRule.Waves) plan.rule())
                .waves()
                .forEach(wave -> waves.add(new JsonObject()
                        .put("opensAt", wave.opensAt().toString())
                        .put("share", wave.share())));
        return values.addValue(null).addValue(null).addValue(null).addValue(waves);
    }

    private static ReleasePlan plan(Row row) {
        return new ReleasePlan(
                row.getUUID("id"),
                row.getString("organisation_id"),
                row.getString("name"),
                rule(row),
                row.getInteger("version"));
    }

    private static ReleaseRule rule(Row row) {
        Integer days = row.getInteger("days_ahead");
        if (days != null) {
            LocalTime time = row.getLocalTime("opens_time");
            return new ReleaseRule.Daily(days, time, ZoneId.of(row.getString("zone")));
        }
        List<ReleaseRule.Wave> waves = new ArrayList<>();
        for (Object wave : row.getJsonArray("waves")) {
            JsonObject json = (JsonObject) wave;
            waves.add(new ReleaseRule.Wave(Instant.parse(json.getString("opensAt")), json.getInteger("share")));
        }
        return new ReleaseRule.Waves(waves);
    }
}
