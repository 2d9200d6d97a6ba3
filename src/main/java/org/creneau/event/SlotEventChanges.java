package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/**
 * What happened to slots: as they are, compared with what was last told of them ({@code slot_known}). Whoever changes a
 * slot need not know of it. Telling is idempotent: what was told differs no longer.
 */
final class SlotEventChanges {

    /** Slots looked at in one statement. */
    static final int PAGE = 500;

    static final UUID NIL = new UUID(0, 0);

    /** Seats that were withdrawn are no part of the capacity, and so not among those that are taken. */
    private static final String TAKEN = """
            (select count(*)::int from booking
             where booking.slot_id = %s and booking.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED'))""";

    private static final String FACTS = """
            s.id as slot_id, s.type_id, s.organisation_id, s.location_id, s.starts_at, s.ends_at, s.segments,
            s.capacity - s.withdrawn as capacity, s.opens_at, s.publication""";

    private static final String TOLD = "location_id, starts_at, ends_at, segments, capacity, opens_at, publication";

    private static final String CHANGED = """
            with page as (
                select id, changed_xid, %6$s from slot
                where changed_xid >= $1::text::xid8
                  and (changed_xid, id) > ($1::text::xid8, $2)
                  and ends_at > now()
                order by changed_xid, id
                limit $3
            ), differing as (
                select page.id, page.capacity <> k.capacity as resized, array_remove(array[
                       case when page.starts_at <> k.starts_at then 'start' end,
                       case when page.ends_at <> k.ends_at then 'end' end,
                       case when page.segments <> k.segments then 'segments' end,
                       case when page.location_id <> k.location_id then 'location' end,
                       case when page.capacity <> k.capacity then 'capacity' end,
                       case when page.opens_at <> k.opens_at then 'opensAt' end,
                       case when page.publication <> k.publication then 'publication' end], null) as changed
                from page
                join slot_known k on k.slot_id = page.id
            ), told as (
                insert into slot_known as k (slot_id, opened, %1$s)
                select id, false, %1$s from page
                on conflict (slot_id) do update
                set (%1$s) = row(%2$s)
                where (%3$s) is distinct from (%2$s)
            )
            select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, now() as at, page.changed_xid::text as xid,
                   page.id, differing.resized, differing.changed, %4$s,
                   %5$s as followed
            from (values (1)) as always
            left join page on true
            left join differing on differing.id = page.id and cardinality(differing.changed) > 0
            left join slot s on s.id = differing.id
            order by page.changed_xid, page.id
            """.formatted(
                    TOLD,
                    TOLD.replaceAll("(\\w+)(,|$)", "excluded.$1$2"),
                    TOLD.replaceAll("(\\w+)(,|$)", "k.$1$2"),
                    FACTS,
                    Followed.organisation("s.organisation_id"),
                    TOLD.replace("capacity", "capacity - withdrawn as capacity"));

    private static final String OPENED =
            """
            with opened as (
                update slot_known set opened = true
                where slot_id = any (array(
                        select slot_id from slot_known
                        where not opened and publication = 'PUBLISHED' and opens_at <= now() and ends_at > now()
                        order by opens_at
                        limit $1))
                  and not opened
                returning slot_id
            )
            select now() as at, %s, %s as followed,
                   greatest(0, s.capacity - s.withdrawn - %s) as seats_left
            from opened
            join slot s on s.id = opened.slot_id
            order by s.opens_at, s.id
            """.formatted(FACTS, Followed.organisation("s.organisation_id"), TAKEN.formatted("s.id"));

    private static final String FILLED =
            """
            with counted as (
                select k.slot_id, k.capacity - %s as seats_left
                from slot_known k
                where k.slot_id = any ($1) and k.ends_at > now()
                offset 0
            ), turned as (
                update slot_known k set is_full = c.seats_left <= 0
                from counted c
                where k.slot_id = c.slot_id and k.is_full <> (c.seats_left <= 0)
                returning k.slot_id, k.opened, k.is_full, c.seats_left
            )
            select now() as at, %s, turned.is_full, turned.seats_left
            from turned
            join slot s on s.id = turned.slot_id
            where turned.opened and s.publication = 'PUBLISHED' and %s
            order by s.id
            """.formatted(TAKEN.formatted("k.slot_id"), FACTS, Followed.organisation("s.organisation_id"));

    private SlotEventChanges() {}

    /** Where in the order of {@code slot.changed_xid} a page ended. */
    record Place(String xid, UUID id) {}

    /**
     * A page of what changed.
     *
     * @param xmin everything below is committed and read, or was rolled back
     * @param next where the next page begins; null: this was the last
     * @param resized slots that may have become full, or have seats again
     */
    record Changes(String xmin, @Nullable Place next, List<Draft> drafts, List<UUID> resized) {}

    /** Compares slots written after a place with what was told of them, and notes what they are now. */
    static Future<Changes> changed(SqlClient within, Place after) {
        return Sql.on(within, CHANGED, Tuple.of(after.xid(), after.id(), PAGE)).map(SlotEventChanges::changes);
    }

    private static Changes changes(RowSet<Row> rows) {
        List<Draft> drafts = new ArrayList<>();
        List<UUID> resized = new ArrayList<>();
        String xmin = "0";
        Place last = new Place(xmin, NIL);
        int read = 0;
        for (Row row : rows) {
            xmin = row.getString("xmin");
            if (row.getUUID("id") == null) {
                continue; // there is always one row
            }
            read++;
            last = new Place(row.getString("xid"), row.getUUID("id"));
            if (row.getUUID("slot_id") == null) {
                continue; // new, or as it was
            }
            if (row.getBoolean("resized")) {
                resized.add(row.getUUID("slot_id"));
            }
            if (row.getBoolean("followed")) {
                JsonObject data = data(row).put("changed", new JsonArray(List.of(row.getArrayOfStrings("changed"))));
                drafts.add(draft(EventKind.SLOT_CHANGED, row, data));
            }
        }
        return new Changes(xmin, read < PAGE ? null : last, drafts, resized);
    }

    /** Notes which slots have opened, {@link #PAGE} at the most; all of them, and what is told of those that are followed. */
    record Opened(int count, List<Draft> drafts) {}

    static Future<Opened> opened(SqlClient within) {
        return Sql.on(within, OPENED, Tuple.of(PAGE))
                .map(rows -> new Opened(
                        rows.size(),
                        rows.stream()
                                .filter(row -> row.getBoolean("followed"))
                                .map(row -> draft(
                                        EventKind.SLOT_OPENED,
                                        row,
                                        data(row).put("left", row.getInteger("seats_left"))))
                                .toList()));
    }

    /** Notes which of these slots have become full, and which have seats again. */
    static Future<List<Draft>> filled(SqlClient within, List<UUID> slots) {
        if (slots.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return Sql.on(within, FILLED, Tuple.of(slots.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> draft(
                                row.getBoolean("is_full") ? EventKind.SLOT_FULL : EventKind.SLOT_OPENED,
                                row,
                                data(row).put("left", Math.max(0, row.getInteger("seats_left")))))
                        .toList());
    }

    /** Forgets slots that are over; how many. */
    static Future<Integer> forget(Sql sql) {
        String delete = """
                delete from slot_known
                where slot_id = any (array(
                    select slot_id from slot_known where ends_at < now() - interval '1 day' order by ends_at limit $1))
                """;
        return sql.execute(delete, Tuple.of(PAGE)).map(rows -> rows.rowCount());
    }

    private static Draft draft(EventKind kind, Row row, JsonObject data) {
        Instant at = row.getOffsetDateTime("at").toInstant();
        return new Draft(Ids.next(), row.getString("organisation_id"), kind, row.getUUID("slot_id"), null, at, data);
    }

    private static JsonObject data(Row row) {
        return new JsonObject()
                .put("slotId", row.getUUID("slot_id").toString())
                .put("appointmentType", row.getString("type_id"))
                .put("organisation", row.getString("organisation_id"))
                .put("location", row.getString("location_id"))
                .put("start", BookingEventReads.time(row, "starts_at"))
                .put("end", BookingEventReads.time(row, "ends_at"))
                .put("segments", row.getJsonArray("segments"))
                .put("capacity", row.getInteger("capacity"))
                .put("opensAt", BookingEventReads.time(row, "opens_at"))
                .put("publication", row.getString("publication"));
    }
}
