package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Ids;
import org.creneau.core.Sql;

/** Webhooks in PostgreSQL. Each is found together with the system whose it is. */
record WebhookStore(Sql sql) {

    Future<List<Webhook>> all(UUID partnerId) {
        String select = "select %s from webhook w where w.partner_id = $1 order by w.id".formatted(Webhook.COLUMNS);
        return sql.execute(select, Tuple.of(partnerId))
                .map(rows -> rows.stream().map(Webhook::read).toList());
    }

    Future<Optional<Webhook>> find(UUID partnerId, UUID webhookId) {
        String select = "select %s from webhook w where w.partner_id = $1 and w.id = $2".formatted(Webhook.COLUMNS);
        return sql.first(select, Tuple.of(partnerId, webhookId), Webhook::read);
    }

    /** Empty when there are as many as a system may have. */
    Future<Optional<Webhook>> create(Actor.Partner of, String url, Set<EventKind> kinds, byte[] secret, int most) {
        String insert = """
                with w as (
                    insert into webhook (id, partner_id, organisation_id, url, kinds)
                    select $1, $2, $3, $4, $5::text[]
                    where (select count(*) from webhook where partner_id = $2) < $7
                    returning *
                ), s as (
                    insert into webhook_secret (webhook_id, secret) select w.id, $6 from w
                )
                select %s from w
                """.formatted(Webhook.COLUMNS);
        Tuple parameters = Tuple.tuple()
                .addUUID(Ids.next())
                .addUUID(of.id())
                .addString(of.organisation())
                .addString(url)
                .addArrayOfString(names(kinds))
                .addBuffer(Buffer.buffer(secret))
                .addInteger(most);
        return sql.first(insert, parameters, Webhook::read);
    }

    /** What waits already is sent to the new address, of which nothing bad is known yet. */
    Future<Optional<Webhook>> change(UUID partnerId, UUID webhookId, String url, Set<EventKind> kinds) {
        String update = """
                update webhook w
                set url = $3, kinds = $4::text[], failures = 0, failing_since = null, next_attempt_at = now()
                where w.partner_id = $1 and w.id = $2
                returning %s
                """.formatted(Webhook.COLUMNS);
        return sql.first(update, Tuple.of(partnerId, webhookId, url, names(kinds)), Webhook::read);
    }

    Future<Optional<Webhook>> enable(UUID partnerId, UUID webhookId) {
        String update = """
                update webhook w
                set disabled_at = null, disabled_reason = null, failures = 0, failing_since = null, next_attempt_at = now()
                where w.partner_id = $1 and w.id = $2
                returning %s
                """.formatted(Webhook.COLUMNS);
        return sql.first(update, Tuple.of(partnerId, webhookId), Webhook::read);
    }

    Future<Optional<Webhook>> remove(UUID partnerId, UUID webhookId) {
        String delete =
                "delete from webhook w where w.partner_id = $1 and w.id = $2 returning %s".formatted(Webhook.COLUMNS);
        return sql.first(delete, Tuple.of(partnerId, webhookId), Webhook::read);
    }

    /** Gives it a new secret, beside which the newest one before goes on for a while; whether there is such a webhook. */
    Future<Boolean> rotate(UUID partnerId, UUID webhookId, byte[] secret, int overlapHours) {
        String rotate = """
                with w as (
                    select id from webhook where partner_id = $1 and id = $2
                ), over as (
                    delete from webhook_secret using w
                    where webhook_secret.webhook_id = w.id and webhook_secret.expires_at is not null
                ), before as (
                    update webhook_secret set expires_at = now() + $4::int * interval '1 hour'
                    from w
                    where webhook_secret.webhook_id = w.id and webhook_secret.expires_at is null
                )
                insert into webhook_secret (webhook_id, secret) select w.id, $3 from w
                """;
        return sql.execute(rotate, Tuple.of(partnerId, webhookId, Buffer.buffer(secret), overlapHours))
                .map(rows -> rows.rowCount() == 1);
    }

    private static String[] names(Set<EventKind> kinds) {
        return kinds.stream().sorted().map(EventKind::name).toArray(String[]::new);
    }
}
