package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.creneau.core.Sql;

/**
 * Writes events, and what is to be sent to webhooks of them. Only in a transaction that has moved {@code event_progress}
 * before: one after the other, or the positions would not be in the order of the commits.
 */
final class EventInserts {

    private EventInserts() {}

    static Future<Void> write(SqlClient within, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<String, Long> counts = new TreeMap<>();
        drafts.forEach(draft -> counts.merge(draft.organisation(), 1L, Long::sum));
        return reserve(within, counts).compose(last -> {
            Map<String, Long> next = new HashMap<>();
            last.forEach((organisation, position) ->
                    next.put(organisation, position - counts.getOrDefault(organisation, 0L)));
            Long[] positions = drafts.stream()
                    .map(draft -> next.merge(draft.organisation(), 1L, Long::sum))
                    .toArray(Long[]::new);
            return insert(within, drafts, positions).compose(inserted -> address(within, drafts, positions));
        });
    }

    /** Takes so many positions in each stream; the last one of each. */
    private static Future<Map<String, Long>> reserve(SqlClient within, Map<String, Long> counts) {
        String upsert = """
                insert into event_stream as stream (organisation_id, position)
                select * from unnest($1::text[], $2::bigint[])
                on conflict (organisation_id) do update set position = stream.position + excluded.position
                returning organisation_id, position
                """;
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(counts.keySet().toArray(String[]::new))
                .addArrayOfLong(counts.values().toArray(Long[]::new));
        return Sql.on(within, upsert, parameters).map(rows -> {
            Map<String, Long> last = new HashMap<>();
            rows.forEach(row -> last.put(row.getString(0), row.getLong(1)));
            return last;
        });
    }

    private static Future<Void> insert(SqlClient within, List<Draft> drafts, Long[] positions) {
        String insert = """
                insert into event (organisation_id, position, id, kind, thread, booking_id, at, data)
                select * from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[],
                                     $7::timestamptz[], $8::jsonb[])
                """;
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(organisations(drafts))
                .addArrayOfLong(positions)
                .addArrayOfUUID(drafts.stream().map(Draft::id).toArray(UUID[]::new))
                .addArrayOfString(kinds(drafts))
                .addArrayOfUUID(threads(drafts))
                .addArrayOfUUID(drafts.stream().map(Draft::bookingId).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(drafts.stream()
                        .map(draft -> draft.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfJsonObject(drafts.stream().map(Draft::data).toArray(JsonObject[]::new));
        return Sql.on(within, insert, parameters).mapEmpty();
    }

    /**
     * What waits behind an event that failed is not looked at before that one is tried again. Behind one that is being sent
     * for the first time it is due at once, and comes as soon as that one came.
     */
    private static Future<Void> address(SqlClient within, List<Draft> drafts, Long[] positions) {
        String insert = """
                insert into webhook_delivery (webhook_id, organisation_id, position, thread, next_attempt_at)
                select w.id, e.organisation_id, e.position, e.thread, coalesce(
                    (select max(d.next_attempt_at) from webhook_delivery d
                     where d.webhook_id = w.id and d.thread = e.thread and d.delivered_at is null and d.given_up_at is null
                       and d.last_error is not null),
                    now())
                from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[]) as e (organisation_id, position, thread, kind)
                join webhook w
                on w.organisation_id = e.organisation_id and e.kind = any (w.kinds) and w.disabled_at is null
                order by e.position
                """;
        Tuple parameters = Tuple.of(organisations(drafts), positions, threads(drafts), kinds(drafts));
        return Sql.on(within, insert, parameters).mapEmpty();
    }

    private static String[] organisations(List<Draft> drafts) {
        return drafts.stream().map(Draft::organisation).toArray(String[]::new);
    }

    private static UUID[] threads(List<Draft> drafts) {
        return drafts.stream().map(Draft::thread).toArray(UUID[]::new);
    }

    private static String[] kinds(List<Draft> drafts) {
        return drafts.stream().map(draft -> draft.kind().name()).toArray(String[]::new);
    }
}
