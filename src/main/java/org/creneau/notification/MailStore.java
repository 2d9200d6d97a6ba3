package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Sql;

/** Mail in PostgreSQL: what is due, and what became of it. */
final class MailStore {

    /** What is not kept any longer than until the mail is sent or given up: they open somebody's account. */
    private static final String SECRET = "('CREATE_YOUR_ACCOUNT', 'TEMPORARY_PASSWORD')";

    /** What nobody needs to hear any more: about an appointment that is over, or with a secret that opens nothing now. */
    private static final String OVER = """
            kind like 'BOOKING\\_%' and (model->>'end')::timestamptz < now()
            or kind = 'TEMPORARY_PASSWORD' and (model->>'expiresAt')::timestamptz < now()
            or kind = 'CREATE_YOUR_ACCOUNT' and (model->>'expiresOn')::date < current_date""";

    private static final int ERROR_LENGTH = 500;

    private final Sql sql;

    MailStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes mails that are due. They are due again when the lease is over: a node that dies with them loses none. No row
     * stays locked while a mail is sent, and of two nodes that take the same mail, the second finds it not due any more.
     */
    Future<List<DueMail>> claim(int limit, long leaseMillis) {
        String claim = """
                with claimed as (
                    update mail
                    set attempts = attempts + 1, next_attempt_at = now() + $2::bigint * interval '1 millisecond'
                    where id = any (array(
                            select id from mail
                            where next_attempt_at <= now() and sent_at is null and dead_at is null
                            order by next_attempt_at
                            limit $1))
                      and next_attempt_at <= now() and sent_at is null and dead_at is null
                    returning id, kind, recipient, language, model, attempts
                )
                select claimed.*,
                       %s
                       or kind = 'BOOKING_REMINDER' and not exists (
                           select from booking
                           where booking.id = (model->>'bookingId')::uuid and booking.state = 'BOOKED'
                       ) as pointless
                from claimed
                """.formatted(OVER);
        return sql.execute(claim, Tuple.of(limit, leaseMillis))
                .map(rows -> rows.stream().map(MailStore::due).toList());
    }

    private static DueMail due(Row row) {
        return new DueMail(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("language"),
                row.getJsonObject("model"),
                row.getInteger("attempts"),
                Boolean.TRUE.equals(row.getBoolean("pointless")));
    }

    /** It was taken by the mail server. What it said is forgotten. */
    Future<Void> sent(UUID id) {
        String update = """
                update mail set sent_at = clock_timestamp(), dead_at = null, model = '{}', last_error = null
                where id = $1 and sent_at is null
                """;
        return sql.execute(update, Tuple.of(id)).mapEmpty();
    }

    /** It was not sent and is to be tried again. Does nothing when another node has taken it since. */
    Future<Void> failed(DueMail mail, String error, long retryMillis) {
        String update = """
                update mail
                set next_attempt_at = clock_timestamp() + $3::bigint * interval '1 millisecond', last_error = $4
                where id = $1 and attempts = $2 and sent_at is null and dead_at is null
                """;
        return sql.execute(update, Tuple.of(mail.id(), mail.attempts(), retryMillis, bounded(error)))
                .mapEmpty();
    }

    /** It is given up. Only what holds no secret can be tried again later. */
    Future<Void> dead(DueMail mail, String error) {
        String update = """
                update mail
                set dead_at = clock_timestamp(), last_error = $3,
                    model = case when kind in %s then '{}' else model end
                where id = $1 and attempts = $2 and sent_at is null and dead_at is null
                """.formatted(SECRET);
        return sql.execute(update, Tuple.of(mail.id(), mail.attempts(), bounded(error)))
                .mapEmpty();
    }

    Future<Void> drop(UUID id) {
        return sql.execute("delete from mail where id = $1 and sent_at is null", Tuple.of(id))
                .mapEmpty();
    }

    private static String bounded(String error) {
        return error.length() <= ERROR_LENGTH ? error : error.substring(0, ERROR_LENGTH);
    }

    /**
     * What an operator sees, for all nodes together.
     *
     * @param waiting mails that are due or were tried already
     * @param oldestSeconds since the oldest of them was due for the first time, or written; 0 when there is none
     */
    record Figures(long waiting, double oldestSeconds, long dead) {}

    Future<Figures> figures() {
        String select = """
                select count(*) as waiting,
                       coalesce(extract(epoch from now() - min(case attempts when 0 then next_attempt_at else created_at end)), 0)
                           ::double precision as oldest,
                       (select count(*) from mail where dead_at is not null) as dead
                from mail
                where sent_at is null and dead_at is null and (attempts > 0 or next_attempt_at <= now())
                """;
        return sql.execute(select, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            return new Figures(row.getLong("waiting"), row.getDouble("oldest"), row.getLong("dead"));
        });
    }

    /** Deletes some of what has been over for so long; how many. */
    Future<Integer> purge(int keepDays, int limit) {
        String delete = """
                delete from mail
                where id = any (array(
                    select id from mail
                    where coalesce(sent_at, dead_at) is not null
                      and coalesce(sent_at, dead_at) < now() - $1::int * interval '1 day'
                    limit $2))
                """;
        return sql.execute(delete, Tuple.of(keepDays, limit)).map(rows -> rows.rowCount());
    }

    /** Deletes some of the mail about what is over, which waited for a mail server in vain; how many. */
    Future<Integer> purgePointless(int limit) {
        String delete = """
                delete from mail
                where id = any (array(
                    select id from mail
                    where sent_at is null and dead_at is null
                      and (%s)
                    limit $1))
                """.formatted(OVER);
        return sql.execute(delete, Tuple.of(limit)).map(rows -> rows.rowCount());
    }

    /** The mails that were given up last. */
    Future<List<DeadLetters.DeadLetter>> deadLetters(int limit) {
        String select = """
                select id, kind, created_at, dead_at, attempts, last_error, model <> '{}' as repeatable
                from mail
                where dead_at is not null
                order by dead_at desc
                limit $1
                """;
        return sql.execute(select, Tuple.of(limit))
                .map(rows -> rows.stream()
                        .map(row -> new DeadLetters.DeadLetter(
                                row.getUUID("id"),
                                row.getString("kind"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                row.getOffsetDateTime("dead_at").toInstant(),
                                row.getInteger("attempts"),
                                String.valueOf(row.getString("last_error")),
                                row.getBoolean("repeatable")))
                        .toList());
    }

    /** Makes what was given up, and holds no secret, due again; how many. */
    Future<Integer> retry() {
        String update = """
                update mail set dead_at = null, attempts = 0, next_attempt_at = now(), last_error = null
                where dead_at is not null and model <> '{}'
                """;
        return sql.execute(update, Tuple.tuple()).map(rows -> rows.rowCount());
    }
}
