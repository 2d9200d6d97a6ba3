package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.creneau.core.Sql;

/**
 * How far the nodes have come with writing events, together: one row. Whoever writes moves it first, if it is where it was
 * read, and holds it until the commit; the next one finds it moved.
 */
record ProgressStore(Sql sql) {

    /**
     * Everything before it was told.
     *
     * @param historyId of {@code booking_history}
     * @param slotXid of {@code slot.changed_xid}
     * @param changed whether slots were written since then
     * @param opening whether slots are there that have opened and were not told to have
     */
    record Progress(long historyId, String slotXid, boolean changed, boolean opening) {}

    /** The order is for the planner, which takes a third of all slots to be changed, and would look through all of them. */
    Future<Progress> read() {
        String select = """
                select history_id, slot_xid::text,
                       (select true from slot
                        where changed_xid >= slot_xid and ends_at > now() order by changed_xid limit 1) is not null,
                       exists (
                           select from slot_known
                           where not opened and publication = 'PUBLISHED' and opens_at <= now() and ends_at > now())
                from event_progress
                """;
        return sql.first(
                        select,
                        Tuple.tuple(),
                        row -> new Progress(row.getLong(0), row.getString(1), row.getBoolean(2), row.getBoolean(3)))
                .map(Optional::orElseThrow);
    }

    /** Whether this call moved it on; false when another node did it first. */
    static Future<Boolean> historyTo(SqlClient within, long from, long to) {
        String update = "update event_progress set history_id = $2 where history_id = $1";
        return Sql.on(within, update, Tuple.of(from, to)).map(rows -> rows.rowCount() == 1);
    }

    /** Holds it where it is, until the commit, for what tells by itself whether it was done. */
    static Future<Void> hold(SqlClient within) {
        return Sql.on(within, "update event_progress set history_id = history_id", Tuple.tuple())
                .mapEmpty();
    }

    /** Never back: another node may have read more. */
    static Future<Void> slotsTo(SqlClient within, String xid) {
        String update = "update event_progress set slot_xid = greatest(slot_xid, $1::text::xid8)";
        return Sql.on(within, update, Tuple.of(xid)).mapEmpty();
    }
}
