package org.creneau.slot;

import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Overloaded;
import org.creneau.core.Unavailable;
import org.jspecify.annotations.Nullable;

/** Slots in PostgreSQL, and how many of their seats are occupied there. */
public final class SlotStore {

    /** Rows in one answer, and ids in one question. */
    static final int CHUNK = 500;
    /** From the beginning of time: the first transaction id of all. */
    static final String FROM_THE_START = "0";
    /** A lost connection must not stop what asks again and again. */
    private static final long QUERY_TIMEOUT_SECONDS = 5;

    /** Below every id. */
    private static final UUID NIL = new UUID(0, 0);

    private final SqlClient client;
    private final DatabaseClock clock;

    /** @param clock is set by each poll */
    public SlotStore(SqlClient client, DatabaseClock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * What changed.
     *
     * @param xmin where to go on the next time: everything below is committed and read, or was rolled back
     * @param rows every slot that changed, some perhaps known already
     */
    record Changes(String xmin, List<SlotRow> rows) {}

    /**
     * One page of changes, beside the clock. The snapshot whose xmin is returned is the one that the rows are read
     * with. In order of the transaction id, so that the index answers, whatever the planner thinks of the parameters;
     * in order of the id, everything ever written would be looked at every second.
     */
    static final String CHANGES = """
            select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, clock_timestamp() as now, page.*
            from (values (1)) as always
            left join (
                select changed_xid::text as xid, id, type_id, organisation_id, location_id, starts_at, ends_at, segments,
                       capacity - withdrawn as capacity, opens_at, publication
                from slot
                where changed_xid >= $1::text::xid8
                  and (changed_xid, id) > ($1::text::xid8, $2)
                  and ($3 or ends_at > now())
                order by changed_xid, id
                limit $4
            ) as page on true
            order by page.xid::xid8, page.id
            """;

    /**
     * Slots written by transactions that were not over at the last poll, or began later; from the start: all that are
     * not over. Slots are never deleted.
     */
    Future<Changes> changesSince(String lastXmin) {
        boolean overToo = !lastXmin.equals(FROM_THE_START); // what is over by now may have to be forgotten
        return changesAfter(lastXmin, NIL, overToo, null, new ArrayList<>());
    }

    /**
     * Page by page. The first page's xmin counts: what changes while the later ones are read has a transaction id that
     * is not below it, and comes again with the next poll.
     */
    private Future<Changes> changesAfter(
            String xid, UUID id, boolean overToo, @Nullable String firstXmin, List<SlotRow> read) {
        long asked = System.nanoTime();
        return query(CHANGES, Tuple.of(xid, id, overToo, CHUNK)).compose(page -> {
            Row last = null;
            for (Row row : page) {
                last = row;
                if (row.getUUID("id") != null) {
                    read.add(SlotRow.read(row));
                }
            }
            Row always = Objects.requireNonNull(last, "there is always one row, for the clock");
            clock.update(asked, always.getOffsetDateTime("now").toInstant(), System.nanoTime());
            String xmin = firstXmin == null ? always.getString("xmin") : firstXmin;
            return page.size() < CHUNK
                    ? Future.succeededFuture(new Changes(xmin, read))
                    : changesAfter(always.getString("xid"), always.getUUID("id"), overToo, xmin, read);
        });
    }

    /** The slots that are not over. */
    public Future<List<UUID>> upcomingIds() {
        return query("select id from slot where ends_at > now() order by id", Tuple.tuple())
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /** Unknown ids are absent. */
    Future<List<SlotRow>> load(Collection<UUID> ids) {
        String sql = """
                select id, type_id, organisation_id, location_id, starts_at, ends_at, segments,
                       capacity - withdrawn as capacity, opens_at, publication
                from slot
                where id = any ($1)
                """;
        return inChunks(ids, chunk -> query(sql, Tuple.of(chunk)), new ArrayList<>(), (rows, row) -> {
            rows.add(SlotRow.read(row));
        });
    }

    /**
     * Seats that somebody has, by slot; slots that have none are absent. Withdrawn ones are no part of the capacity that
     * people see, so they are not counted.
     */
    Future<Map<UUID, Integer>> occupied(Collection<UUID> slotIds) {
        // The states of the index booking_seat, which answers this alone.
        String sql = """
                select taken.slot_id, (taken.seats - slot.withdrawn)::int as occupied
                from (
                    select slot_id, count(*) as seats
                    from booking
                    where slot_id = any ($1)
                      and state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                    group by slot_id
                ) taken
                join slot on slot.id = taken.slot_id
                """;
        return inChunks(slotIds, chunk -> query(sql, Tuple.of(chunk)), new HashMap<>(), (counts, row) -> {
            counts.put(row.getUUID("slot_id"), row.getInteger("occupied"));
        });
    }

    private interface Collect<T> {
        void add(T result, Row row);
    }

    /** One chunk after the other, so that one caller never holds more than one connection. */
    private static <T> Future<T> inChunks(
            Collection<UUID> ids, Function<UUID[], Future<RowSet<Row>>> query, T result, Collect<T> collect) {
        List<UUID> all = List.copyOf(ids);
        Future<T> done = Future.succeededFuture(result);
        for (int from = 0; from < all.size(); from += CHUNK) {
            UUID[] chunk = all.subList(from, Math.min(from + CHUNK, all.size())).toArray(UUID[]::new);
            done = done.compose(before -> query.apply(chunk)).map(rows -> {
                rows.forEach(row -> collect.add(result, row));
                return result;
            });
        }
        return done;
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return client.preparedQuery(sql)
                .execute(arguments)
                .timeout(QUERY_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .recover(e -> Future.failedFuture(
                        e instanceof ConnectionPoolTooBusyException
                                ? new Overloaded("database")
                                : new Unavailable("slots: " + e.getMessage(), e)));
    }
}
