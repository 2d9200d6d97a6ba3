package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Moves the openings of slots whose plan has changed. A slot that opens within seconds is left as it is: somebody may be
 * booking it while the statement runs, and nothing may be booked before it opened.
 */
record ReplanChanges(Sql sql) {

    /** Well beyond the time-out of statements. */
    private static final int MARGIN_SECONDS = 10;

    /** A slot that is not open yet. */
    record Pending(UUID slot, String location, Instant start) {}

    /** A new opening. */
    record Moved(UUID slot, Instant opensAt, @Nullable Integer wave) {}

    /** The plans that have slots which an earlier version of them opens. */
    Future<List<UUID>> behind(int limit) {
        String select = """
                select id from release_plan
                where exists (
                    select from slot_origin where plan_id = release_plan.id and plan_version < release_plan.version)
                order by id limit $1
                """;
        return sql.execute(select, Tuple.of(limit))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /**
     * Slots under the plan that are not open yet, in order of their start.
     *
     * @param version those that an earlier version opens
     */
    Future<List<Pending>> pending(UUID plan, int version, int limit) {
        String select = """
                select slot.id, slot.location_id, slot.starts_at
                from slot_origin origin join slot on slot.id = origin.slot_id
                where origin.plan_id = $1 and origin.plan_version < $2
                  and slot.opens_at > clock_timestamp() + $4::int * interval '1 second'
                  and slot.publication <> 'CANCELLED'
                order by slot.starts_at, slot.id limit $3
                """;
        return sql.execute(select, Tuple.of(plan, version, limit, MARGIN_SECONDS))
                .map(rows -> rows.stream()
                        .map(row -> new Pending(
                                row.getUUID("id"),
                                row.getString("location_id"),
                                row.getOffsetDateTime("starts_at").toInstant()))
                        .toList());
    }

    /** How many slots of each of these plans wait to be moved to their plan's present version; none: the plan is absent. */
    Future<Map<UUID, Integer>> waiting(Collection<UUID> plans) {
        String select = """
                select plan.id, count(*)::int as slots
                from release_plan plan
                join slot_origin origin on origin.plan_id = plan.id and origin.plan_version < plan.version
                join slot on slot.id = origin.slot_id
                where plan.id = any ($1)
                  and slot.opens_at > clock_timestamp() + $2::int * interval '1 second'
                  and slot.publication <> 'CANCELLED'
                group by plan.id
                """;
        Tuple tuple = Tuple.tuple().addValue(plans.toArray(UUID[]::new)).addValue(MARGIN_SECONDS);
        return sql.execute(select, tuple)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getInteger("slots"))));
    }

    /**
     * What an earlier version has opened, or is about to, stays as it is, and so does what was cancelled. It counts towards
     * the wave that it opened with, if the plan still has that one.
     */
    Future<Void> leaveOpen(UUID plan, int version) {
        String update = """
                update slot_origin origin set plan_version = $2, wave = (
                    select number - 1 from release_plan plan,
                        jsonb_array_elements(plan.waves) with ordinality as waves (wave, number)
                    where plan.id = $1 and (waves.wave->>'opensAt')::timestamptz = slot.opens_at)
                from slot
                where slot.id = origin.slot_id and origin.plan_id = $1 and origin.plan_version < $2
                  and (slot.publication = 'CANCELLED'
                    or slot.opens_at <= clock_timestamp() + $3::int * interval '1 second')
                """;
        return sql.execute(update, Tuple.of(plan, version, MARGIN_SECONDS)).mapEmpty();
    }

    /** Not into the past: what would have been open by now opens now. */
    Future<Void> move(UUID plan, int version, List<Moved> moved) {
        String update = """
                with moved as (
                    select * from unnest($3::uuid[], $4::timestamptz[], $5::int[]) as moved (id, opens_at, wave)
                ), planned as (
                    update slot_origin origin set plan_version = $2, wave = moved.wave from moved
                    where origin.slot_id = moved.id and origin.plan_id = $1 and origin.plan_version < $2
                    returning origin.slot_id
                )
                update slot set opens_at = greatest(moved.opens_at, clock_timestamp())
                from moved join planned on planned.slot_id = moved.id
                where slot.id = moved.id
                  and slot.opens_at > clock_timestamp() + ($6::int - 4) * interval '1 second'
                """;
        Tuple tuple = Tuple.tuple()
                .addValue(plan)
                .addValue(version)
                .addValue(moved.stream().map(Moved::slot).toArray(UUID[]::new))
                .addValue(moved.stream()
                        .map(one -> one.opensAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addValue(moved.stream().map(Moved::wave).toArray(Integer[]::new))
                .addValue(MARGIN_SECONDS);
        return sql.execute(update, tuple).mapEmpty();
    }
}
