package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Sql;
import org.creneau.event.Events.ReplayResult.Replaying;
import org.jspecify.annotations.Nullable;

/** The log of what was sent to a webhook, in PostgreSQL, and what is sent again. */
record ReplayStore(Sql sql) {

    /** Events that one call sends again at the most. */
    static final int MOST_REPLAYED = 1_000;

    /** Newest first; only what is before a place, if one is given. */
    Future<List<Delivery>> log(UUID webhookId, @Nullable Long before, int limit) {
        String select = """
                select d.*, e.id as event_id, e.kind
                from webhook_delivery d
                join event e on e.organisation_id = d.organisation_id and e.position = d.position
                where d.webhook_id = $1 and ($2::bigint is null or d.position < $2)
                order by d.position desc
                limit $3
                """;
        return sql.execute(select, Tuple.of(webhookId, before, limit))
                .map(rows -> rows.stream().map(ReplayStore::delivery).toList());
    }

    private static Delivery delivery(Row row) {
        Delivery.State state = row.getOffsetDateTime("delivered_at") != null
                ? Delivery.State.DELIVERED
                : row.getOffsetDateTime("given_up_at") != null ? Delivery.State.GIVEN_UP : Delivery.State.PENDING;
        return new Delivery(
                row.getUUID("event_id"),
                row.getLong("position"),
                EventKind.valueOf(row.getString("kind")),
                state,
                row.getInteger("attempts"),
                Webhook.instant(row, "last_attempt_at"),
                row.getInteger("last_status"),
                row.getString("last_error"),
                state == Delivery.State.PENDING ? Webhook.instant(row, "next_attempt_at") : null,
                row.getJsonArray("log").stream()
                        .map(attempt -> attempt((JsonObject) attempt))
                        .toList());
    }

    private static Delivery.Attempt attempt(JsonObject json) {
        return new Delivery.Attempt(
                Instant.ofEpochMilli(json.getLong("at")), json.getInteger("status"), json.getString("error"));
    }

    /** Sends one event again; 0 when it was never sent to this webhook. */
    Future<Replaying> one(UUID webhookId, UUID eventId) {
        String update = """
                update webhook_delivery d
                set delivered_at = null, given_up_at = null, attempts = 0, next_attempt_at = now()
                from event e
                where d.webhook_id = $1 and e.id = $2
                  and d.organisation_id = e.organisation_id and d.position = e.position
                returning d.position
                """;
        return sql.execute(update, Tuple.of(webhookId, eventId)).map(rows -> {
            long position = rows.size() == 0 ? 0 : rows.iterator().next().getLong(0);
            return new Replaying(rows.size(), position);
        });
    }

    /** Sends what came after a place in the stream and is of the webhook's kinds, whether or not it was sent before. */
    Future<Replaying> from(UUID webhookId, long after) {
        String insert = """
                with again as (
                    insert into webhook_delivery as d (webhook_id, organisation_id, position, thread, next_attempt_at)
                    select w.id, e.organisation_id, e.position, e.thread, now()
                    from webhook w
                    join event e on e.organisation_id = w.organisation_id and e.kind = any (w.kinds)
                    where w.id = $1 and e.position > $2
                    order by e.position
                    limit $3
                    on conflict (webhook_id, position) do update
                    set delivered_at = null, given_up_at = null, attempts = 0, next_attempt_at = now()
                    returning d.position
                )
                select count(*)::int, coalesce(max(position), $2) from again
                """;
        return sql.execute(insert, Tuple.of(webhookId, after, MOST_REPLAYED)).map(rows -> {
            Row row = rows.iterator().next();
            return new Replaying(row.getInteger(0), row.getLong(1));
        });
    }
}
