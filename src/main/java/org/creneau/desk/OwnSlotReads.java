package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.core.Conditions;
import org.creneau.core.MinistryTime;
import org.creneau.core.Sql;
import org.creneau.desk.OwnSlots.Criteria;
import org.creneau.slot.SlotPosition;
import org.creneau.slot.SlotRow;
import org.creneau.slot.SlotStatus;
import org.jspecify.annotations.Nullable;

/** Lists of slots, out of PostgreSQL. */
record OwnSlotReads(Sql sql) {

    /**
     * A slot with what belongs to it.
     *
     * @param now the moment of which all of it is true
     */
    record Listed(
            SlotRow row,
            int booked,
            int held,
            @Nullable Integer wantedCapacity,
            @Nullable UUID releasePlan,
            @Nullable UUID template,
            Instant now) {}

    private static final int MOST_DAYS_COUNTED = 90;

    /** A day more on both sides: wherever the location is, its day lies within, and the index can be asked for it. */
    private static final String FROM = """
            slot.starts_at >= (%1$s::date - 1)::timestamp at time zone 'UTC'
              and (slot.starts_at at time zone location.zone)::date >= %1$s::date""";

    private static final String TO = """
            slot.starts_at < (%1$s::date + 2)::timestamp at time zone 'UTC'
              and (slot.starts_at at time zone location.zone)::date <= %1$s::date""";

    /** As the index slot_opening_day has it. */
    private static final String OPENS_FROM = """
            (slot.opens_at at time zone 'UTC')::date >= %1$s::date - 1
              and (slot.opens_at at time zone location.zone)::date >= %1$s::date""";

    private static final String OPENS_TO = """
            (slot.opens_at at time zone 'UTC')::date <= %1$s::date + 1
              and (slot.opens_at at time zone location.zone)::date <= %1$s::date""";

    private static final String TODAY = """
            slot.starts_at > now() - interval '2 days'
              and (slot.starts_at at time zone location.zone)::date >= (now() at time zone location.zone)::date""";

    /** What {@link org.creneau.slot.SlotStatus} says; seats are counted only where nothing else decides. */
    private static final String STATUS = """
            %1$s = case
                when slot.publication <> 'PUBLISHED' then slot.publication
                when slot.starts_at <= now() then 'PAST'
                when slot.opens_at > now() then 'SCHEDULED'
                when slot.capacity > (
                    select count(*) from booking
                    where booking.slot_id = slot.id
                      and booking.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')) then 'OPEN'
                else 'FULL' end""";

    /**
     * A page of them.
     *
     * @param only of this organisation; null: of all. The one in the criteria is not looked at
     * @param plan the one in the criteria
     * @param after where the page before ended; null: the first page
     */
    Future<List<Listed>> page(
            @Nullable String only, Criteria criteria, @Nullable UUID plan, int limit, @Nullable SlotPosition after) {
        Conditions conditions = conditions(only, criteria, plan);
        String position = after == null
                ? "true"
                : "(slot.starts_at, slot.id) > (%s, %s)"
                        .formatted(
                                conditions.parameter(after.start().atOffset(ZoneOffset.UTC)),
                                conditions.parameter(after.id()));
        // The seats are those of the page alone, and the states those of the index booking_seat.
        String select = """
                select page.*, seats.booked, seats.held
                from (
                    select slot.id, slot.type_id, slot.organisation_id, slot.location_id, slot.starts_at, slot.ends_at,
                           slot.segments, slot.capacity - slot.withdrawn as capacity, slot.opens_at, slot.publication,
                           slot.wanted_capacity, origin.plan_id, origin.template_id, now() as now
                    from slot
                    join location on location.id = slot.location_id
                    left join slot_origin origin on origin.slot_id = slot.id
                    where %s and %s and %s
                    order by slot.starts_at, slot.id
                    limit %s
                ) page
                cross join lateral (
                    select count(*) filter (where state <> 'HELD')::int as booked,
                           count(*) filter (where state = 'HELD')::int as held
                    from booking
                    where booking.slot_id = page.id and state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED')
                ) seats
                order by page.starts_at, page.id""".formatted(
                        saysWhich(criteria) ? "true" : TODAY, conditions.sql(), position, conditions.parameter(limit));
        return sql.execute(select, conditions.parameters())
                .map(rows -> rows.stream().map(OwnSlotReads::listed).toList());
    }

    private static boolean saysWhich(Criteria criteria) {
        return Stream.of(criteria.from(), criteria.opensFrom(), criteria.opensTo(), criteria.releasePlan())
                .anyMatch(Objects::nonNull);
    }

    /** Where seats are counted to find a slot at all, not those of all slots that there are. */
    private static @Nullable LocalDate last(Criteria criteria) {
        SlotStatus status = criteria.status();
        if (criteria.to() != null || (status != SlotStatus.OPEN && status != SlotStatus.FULL)) {
            return criteria.to();
        }
        LocalDate from = criteria.from() == null ? LocalDate.now(MinistryTime.ZONE) : criteria.from();
        return from.plusDays(MOST_DAYS_COUNTED);
    }

    private static Conditions conditions(@Nullable String only, Criteria criteria, @Nullable UUID plan) {
        Conditions conditions = new Conditions();
        conditions.add("slot.organisation_id = %s", only);
        conditions.add("slot.type_id = %s", criteria.type());
        conditions.add("slot.location_id = %s", criteria.location());
        conditions.add("origin.plan_id = %s", plan);
        conditions.add(FROM, criteria.from());
        conditions.add(TO, last(criteria));
        conditions.add(OPENS_FROM, criteria.opensFrom());
        conditions.add(OPENS_TO, criteria.opensTo());
        conditions.add(
                STATUS, criteria.status() == null ? null : criteria.status().name());
        return conditions;
    }

    private static Listed listed(Row row) {
        return new Listed(
                SlotRow.read(row),
                row.getInteger("booked"),
                row.getInteger("held"),
                row.getInteger("wanted_capacity"),
                row.getUUID("plan_id"),
                row.getUUID("template_id"),
                row.getOffsetDateTime("now").toInstant());
    }
}
