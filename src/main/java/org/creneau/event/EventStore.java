package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.creneau.core.Sql;
import org.creneau.event.Events.ReadResult;
import org.jspecify.annotations.Nullable;

/** The streams of events, in PostgreSQL. */
record EventStore(Sql sql) {

    /** In the order of the commits, so that nobody who goes on from what was read last can miss one. */
    Future<ReadResult> read(String organisation, @Nullable Long after, int limit) {
        String select = """
                select stream.forgotten, stream.position as last, page.*
                from (
                    select coalesce(max(forgotten), 0) as forgotten, coalesce(max(position), 0) as position
                    from event_stream where organisation_id = $1
                ) stream
                left join lateral (
                    select id, position, kind, at, data from event
                    where organisation_id = $1 and position > coalesce($2::bigint, stream.forgotten)
                    order by position
                    limit $3
                ) page on true
                order by page.position
                """;
        return sql.execute(select, Tuple.of(organisation, after, limit)).map(rows -> result(rows, after, limit));
    }

    private static ReadResult result(RowSet<Row> rows, @Nullable Long after, int limit) {
        List<Event> events = new ArrayList<>();
        long forgotten = 0;
        long last = 0;
        for (Row row : rows) {
            forgotten = row.getLong("forgotten");
            last = row.getLong("last");
            if (row.getUUID("id") != null) {
                events.add(Event.read(row));
            }
        }
        long from = after == null ? forgotten : after;
        if (from < forgotten) {
            return new ReadResult.Forgotten();
        }
        if (from > last) {
            return new ReadResult.NoSuchPlace();
        }
        long next = events.isEmpty() ? from : events.get(events.size() - 1).sequence();
        return new ReadResult.Found(events, next, events.size() == limit && next < last);
    }

    /** Deletes some of the events that were written so long ago, with what was to be sent of them; how many. */
    Future<Integer> forget(int keepDays, int most) {
        String delete = """
                with gone as (
                    delete from event
                    where (organisation_id, position) in (
                        select organisation_id, position from event
                        where written_at < now() - $1::int * interval '1 day'
                        order by written_at, position
                        limit $2)
                    returning organisation_id, position
                ), noted as (
                    update event_stream set forgotten = greatest(forgotten, last.position)
                    from (select organisation_id, max(position) as position from gone group by organisation_id) last
                    where event_stream.organisation_id = last.organisation_id
                )
                select count(*)::int from gone
                """;
        return sql.execute(delete, Tuple.of(keepDays, most))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
