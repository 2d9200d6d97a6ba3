package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** What is to be sent to webhooks, in PostgreSQL, and what became of it. */
record DeliveryStore(Sql sql) {

    private static final String PENDING = "%1$s.delivered_at is null and %1$s.given_up_at is null";

    /** A webhook {@code w} that is to be told something at all, for joining. */
    private static final String WORKS = """
            join partner_system p on p.id = w.partner_id and p.disabled_at is null and 'events' = any (p.scopes)
            where w.disabled_at is null and w.next_attempt_at <= now()""";

    private static final String SECRETS = """
            array(
                select s.secret from webhook_secret s
                where s.webhook_id = w.id and (s.expires_at is null or s.expires_at > now())
                order by s.expires_at desc nulls first)""";

    private static final int ERROR_LENGTH = 200;

    /** Its log, with how the attempt that was made last went, and without all but the newest ones. */
    private static final String LOGGED = """
            (select jsonb_agg(attempt order by place) from (
                select attempt, place
                from jsonb_array_elements(d.log || jsonb_strip_nulls(jsonb_build_object(
                    'at', floor(extract(epoch from d.last_attempt_at) * 1000), 'status', %s::int, 'error', %s::text)))
                    with ordinality each (attempt, place)
                order by place desc limit\s""" + Delivery.LONGEST_LOG + ") newest)";

    /**
     * Something that is sent.
     *
     * @param attempts this one included
     */
    record Due(Event event, int attempts) {}

    /**
     * A webhook for which something is due.
     *
     * @param secrets that are good
     * @param failures in a row
     */
    record Addressee(UUID id, String url, List<byte[]> secrets, int failures) {}

    /**
     * Webhooks for which something is due, but for those that are being sent to: the one first for which something has been
     * due for longest, and those that had a turn behind the others.
     *
     * @param served who had a turn, the last one at the end
     * @param mostOfAPartner of those that are being sent to, too
     */
    Future<List<Addressee>> addressees(Collection<UUID> busy, Collection<UUID> served, int most, int mostOfAPartner) {
        String select = """
                select w.id, w.url, w.failures, %s as secrets
                from (
                    select w.id, w.url, w.failures, array_position($2::uuid[], w.id) as turn, due.since,
                           row_number() over (
                               partition by w.partner_id
                               order by array_position($2::uuid[], w.id) nulls first, due.since, w.id)
                           + (select count(*) from webhook b where b.id = any ($1::uuid[]) and b.partner_id = w.partner_id)
                           as place
                    from webhook w
                    cross join lateral (
                        select d.next_attempt_at as since from webhook_delivery d
                        where d.webhook_id = w.id and d.next_attempt_at <= now() and %s
                        order by d.next_attempt_at limit 1
                    ) due
                    %s
                      and w.id <> all ($1::uuid[])
                ) w
                where w.place <= $4
                order by w.turn nulls first, w.since, w.id
                limit $3
                """.formatted(SECRETS, PENDING.formatted("d"), WORKS);
        Tuple parameters = Tuple.of(busy.toArray(UUID[]::new), served.toArray(UUID[]::new), most, mostOfAPartner);
        return sql.execute(select, parameters)
                .map(rows -> rows.stream().map(DeliveryStore::addressee).toList());
    }

    private static Addressee addressee(Row row) {
        List<byte[]> secrets = Arrays.stream(row.getArrayOfBuffers("secrets"))
                .map(secret -> secret.getBytes())
                .toList();
        return new Addressee(row.getUUID("id"), row.getString("url"), secrets, row.getInteger("failures"));
    }

    /**
     * Takes what is due for a webhook: of each thread the first that is not over, so that no event of a booking comes before
     * an earlier one. What is taken is due again when the lease is over. Nothing, when the addressee is no more as it was
     * read: disabled, elsewhere, left in peace, or with other secrets.
     */
    Future<List<Due>> claim(Addressee to, int limit, long leaseMillis) {
        String claim = """
                update webhook_delivery d
                set attempts = d.attempts + 1, last_attempt_at = clock_timestamp(),
                    next_attempt_at = now() + $3::bigint * interval '1 millisecond'
                from event e
                where d.webhook_id = $1
                  and d.position = any (array(
                      select first.position from webhook_delivery first
                      where first.webhook_id = $1 and first.next_attempt_at <= now() and %1$s
                        and not exists (
                            select from webhook_delivery earlier
                            where earlier.webhook_id = $1 and earlier.thread = first.thread
                              and earlier.position < first.position and %2$s)
                      order by first.next_attempt_at, first.position
                      limit $2))
                  and d.next_attempt_at <= now() and %3$s
                  and exists (
                      select from webhook w
                      %4$s
                        and w.id = $1 and w.url = $4 and %5$s = $5::bytea[])
                  and e.organisation_id = d.organisation_id and e.position = d.position
                returning e.id, e.position, e.kind, e.at, e.data, d.attempts
                """.formatted(
                PENDING.formatted("first"), PENDING.formatted("earlier"), PENDING.formatted("d"), WORKS, SECRETS);
        Buffer[] secrets = to.secrets().stream().map(Buffer::buffer).toArray(Buffer[]::new);
        return sql.execute(claim, Tuple.of(to.id(), limit, leaseMillis, to.url(), secrets))
                .map(rows -> rows.stream()
                        .map(row -> new Due(Event.read(row), row.getInteger("attempts")))
                        .toList());
    }

    /** It came: the webhook works, and what waited behind it need not wait. */
    Future<Void> delivered(UUID webhookId, long position, int status) {
        String update = """
                with done as (
                    update webhook_delivery d
                    set delivered_at = clock_timestamp(), last_status = $3, last_error = null, log = %1$s
                    where d.webhook_id = $1 and d.position = $2 and %2$s
                    returning d.thread
                ), works as (
                    update webhook set failures = 0, failing_since = null, next_attempt_at = now()
                    where id = $1 and failing_since is not null
                )
                update webhook_delivery d set next_attempt_at = now()
                from done
                where d.webhook_id = $1 and d.thread = done.thread and d.position > $2 and d.next_attempt_at > now() and %2$s
                """.formatted(LOGGED.formatted("$3", "null"), PENDING.formatted("d"));
        return sql.execute(update, Tuple.of(webhookId, position, status)).mapEmpty();
    }

    /**
     * It did not come. What waits behind it need not be looked at before it is tried again. The webhook itself is left in
     * peace for a while, and disabled when it has done nothing but fail for so long.
     *
     * @param retryMillis null: it is given up
     */
    Future<Void> failed(
            UUID webhookId,
            Due due,
            @Nullable Integer status,
            String error,
            @Nullable Long retryMillis,
            int failures,
            long pauseMillis,
            int disableHours) {
        String update = """
                with failed as (
                    update webhook_delivery d
                    set last_status = $4, last_error = $5, log = %2$s,
                        given_up_at = case when $6::bigint is null then clock_timestamp() end,
                        next_attempt_at = now() + coalesce($6::bigint, 0) * interval '1 millisecond'
                    where d.webhook_id = $1 and d.position = $2 and d.attempts = $3 and %1$s
                    returning d.thread, d.next_attempt_at
                ), fails as (
                    update webhook
                    set failures = greatest(failures, $7),
                        failing_since = coalesce(failing_since, now()),
                        next_attempt_at = now() + $8::bigint * interval '1 millisecond',
                        disabled_at = case when failing_since < now() - $9::int * interval '1 hour' then now() end,
                        disabled_reason = case when failing_since < now() - $9::int * interval '1 hour' then 'FAILING' end
                    where id = $1 and disabled_at is null
                )
                update webhook_delivery d set next_attempt_at = failed.next_attempt_at
                from failed
                where d.webhook_id = $1 and d.thread = failed.thread and d.position > $2
                  and d.next_attempt_at < failed.next_attempt_at and %1$s
                """.formatted(PENDING.formatted("d"), LOGGED.formatted("$4", "$5"));
        Tuple parameters = Tuple.tuple()
                .addUUID(webhookId)
                .addLong(due.event().sequence())
                .addInteger(due.attempts())
                .addInteger(status)
                .addString(error.length() <= ERROR_LENGTH ? error : error.substring(0, ERROR_LENGTH))
                .addLong(retryMillis)
                .addInteger(failures)
                .addLong(pauseMillis)
                .addInteger(disableHours);
        return sql.execute(update, parameters).mapEmpty();
    }

    /** Its server says that it is no more. */
    Future<Void> gone(UUID webhookId) {
        String update = """
                update webhook set disabled_at = now(), disabled_reason = 'GONE' where id = $1 and disabled_at is null
                """;
        return sql.execute(update, Tuple.of(webhookId)).mapEmpty();
    }

    /** For all nodes together: what is due or was tried, but for disabled webhooks. */
    Future<Long> waiting() {
        String select = """
                select count(*) from webhook_delivery d
                join webhook w on w.id = d.webhook_id and w.disabled_at is null
                where %s
                """.formatted(PENDING.formatted("d"));
        return sql.execute(select, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
