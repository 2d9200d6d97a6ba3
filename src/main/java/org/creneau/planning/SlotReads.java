package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Sql;
import org.creneau.slot.Slot;

/** What is published already. */
record SlotReads(Sql sql) {

    private static final int CHUNK = 1_000;

    /** Segments of one type at one place that are looked at; nobody has so many. */
    private static final int MOST_SEGMENTS = 20_000;

    /** An occurrence of a template. */
    record Occurs(LocalDate day, LocalTime begins) {}

    /** Which of the slots are there already: the same type at the same place at the same time. */
    Future<Set<UUID>> existing(List<NewSlot> slots) {
        return existing(sql.pool(), slots).recover(DatabaseFailures::translate);
    }

    /** The same inside a transaction. */
    static Future<Set<UUID>> existing(SqlClient client, List<NewSlot> slots) {
        Future<Set<UUID>> found = Future.succeededFuture(new HashSet<>());
        for (int from = 0; from < slots.size(); from += CHUNK) {
            List<NewSlot> chunk = slots.subList(from, Math.min(from + CHUNK, slots.size()));
            found = found.compose(before -> existingOf(client, chunk).map(ids -> {
                before.addAll(ids);
                return before;
            }));
        }
        return found;
    }

    private static Future<List<UUID>> existingOf(SqlClient client, List<NewSlot> slots) {
        String select = """
                select wanted.id
                from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                    as wanted (id, type_id, location_id, starts_at, ends_at)
                where exists (
                    select from slot
                    where slot.starts_at = wanted.starts_at and slot.ends_at = wanted.ends_at
                      and slot.type_id = wanted.type_id and slot.location_id = wanted.location_id
                      and slot.publication <> 'CANCELLED')
                """;
        Tuple tuple = Tuple.tuple()
                .addValue(slots.stream().map(NewSlot::id).toArray(UUID[]::new))
                .addValue(slots.stream().map(NewSlot::type).toArray(String[]::new))
                .addValue(slots.stream().map(NewSlot::location).toArray(String[]::new))
                .addValue(slots.stream().map(slot -> time(slot.start())).toArray(OffsetDateTime[]::new))
                .addValue(slots.stream().map(slot -> time(slot.end())).toArray(OffsetDateTime[]::new));
        return Sql.on(client, select, tuple)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /**
     * When slots of this type take place at this location, cancelled ones left out. Those that are over are left out where
     * {@code from} is in the past: the index of the others spares reading all that there ever were.
     */
    Future<List<Slot.Segment>> segments(String type, String location, Instant from, Instant to) {
        String select = """
                select segments from slot
                where type_id = $1 and location_id = $2 and publication <> 'CANCELLED'
                  and starts_at < $4 and ends_at > $3 and settled = 0
                limit $5
                """;
        return sql.execute(select, Tuple.of(type, location, time(from), time(to), MOST_SEGMENTS))
                .map(rows -> {
                    List<Slot.Segment> segments = new ArrayList<>();
                    for (Row row : rows) {
                        add(segments, row.getJsonArray("segments"));
                    }
                    return segments;
                });
    }

    private static void add(List<Slot.Segment> segments, JsonArray json) {
        for (int i = 0; i < json.size(); i++) {
            JsonObject segment = json.getJsonObject(i);
            segments.add(new Slot.Segment(
                    Instant.parse(segment.getString("start")), Instant.parse(segment.getString("end"))));
        }
    }

    /** The slots of a template's occurrences. */
    Future<Map<Occurs, UUID>> published(UUID template) {
        String select = "select occurs_on, begins, slot_id from slot_origin where template_id = $1";
        return sql.execute(select, Tuple.of(template)).map(rows -> {
            Map<Occurs, UUID> found = new HashMap<>();
            for (Row row : rows) {
                found.put(
                        new Occurs(row.getLocalDate("occurs_on"), row.getLocalTime("begins")), row.getUUID("slot_id"));
            }
            return found;
        });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
