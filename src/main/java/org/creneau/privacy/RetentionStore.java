package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.creneau.core.Sql;

/**
 * Deletes what is too old, a batch at a time. Bookings and accounts are looked through in the order of their ids, which
 * begin with the time at which they were made, so that no index on a date is needed where writers are in a hurry.
 */
record RetentionStore(Sql sql) {

    /** Before all ids. */
    static final UUID BEGINNING = new UUID(0, 0);

    private static final int BATCH = 1_000;

    /** The first id of a day so many days ago. */
    private static final String FIRST_ID = """
            (select (lpad(to_hex((extract(epoch from now() - make_interval(days => $2::int)) * 1000)::bigint), 12, '0')
                || repeat('0', 20))::uuid)""";

    /**
     * What a batch did.
     *
     * @param more whether there may be more behind {@code last}
     */
    record Step(int removed, boolean more, UUID last) {}

    /** Whether it is this node's turn: nobody else has begun this job within so many seconds. */
    Future<Boolean> claim(String job, long everySeconds) {
        String claim = """
                insert into retention_run as known (job, begun_at) values ($1, clock_timestamp())
                on conflict (job) do update set begun_at = excluded.begun_at
                where known.begun_at <= clock_timestamp() - $2::bigint * interval '1 second'
                """;
        return sql.execute(claim, Tuple.of(job, everySeconds)).map(rows -> rows.rowCount() > 0);
    }

    /**
     * Bookings whose slot ended so many days ago, with their history. A booking that replaced another one stays as long
     * as that one does, and so until the next time where both are in one batch: what was moved keeps its successor.
     */
    Future<Step> bookings(int days, UUID after) {
        String delete = """
                with page as materialized (
                    select booking.id, booking.client_id,
                           slot.ends_at < now() - make_interval(days => $2::int) as over
                    from booking left join slot on slot.id = booking.slot_id
                    where booking.id > $1 and booking.id < %s
                    order by booking.id limit $3::int
                ), gone as (
                    delete from booking using page
                    where booking.id = page.id and page.over
                      and booking.state <> 'WITHDRAWN' -- nobody's, and counted by its slot
                      and not exists (select from booking former
                                      where former.client_id = page.client_id and former.rescheduled_to = page.id)
                    returning booking.id
                ), history as (
                    delete from booking_history where booking_id in (select id from gone)
                ), events as (
                    delete from calendar_event where booking_id in (select id from gone)
                ), flags as (
                    delete from booking_flag where booking_id in (select id from gone)
                )
                select (select count(*) from gone)::int as removed,
                       (select count(*) from page) = $3::int as more,
                       (select id from page order by id desc limit 1) as last
                """.formatted(FIRST_ID);
        return page(delete, days, after);
    }

    /**
     * Accounts that were made so many days ago and have nothing: they are erased like those who ask for it, unless they
     * are used before that ({@link ErasureStore#erase}).
     */
    Future<Step> unusedAccounts(int days, UUID after) {
        String erase = """
                with page as materialized (
                    select id, client_id, created_at < now() - make_interval(days => $2::int) as over from account
                    where id > $1 and id < %s
                    order by id limit $3::int
                ), unused as (
                    insert into erasure_request (client_id, because)
                    select client_id, 'UNUSED' from page
                    where over
                      and not exists (select from registration where registration.client_id = page.client_id)
                      and not exists (select from registration_draft where registration_draft.client_id = page.client_id)
                      and not exists (select from booking where booking.client_id = page.client_id)
                      and not exists (select from session where session.account_id = page.id)
                      and not exists (select from staff_member where staff_member.client_id = page.client_id)
                    on conflict do nothing
                    returning client_id
                )
                select (select count(*) from unused)::int as removed,
                       (select count(*) from page) = $3::int as more,
                       (select id from page order by id desc limit 1) as last
                """.formatted(FIRST_ID);
        return page(erase, days, after);
    }

    Future<Step> drafts(int days) {
        String delete = """
                delete from registration_draft where client_id in (
                    select client_id from registration_draft
                    where updated_at < now() - make_interval(days => $1::int) limit $2::int)
                """;
        return batch(delete, days);
    }

    /** Its ids are in the order of time, near enough: it ends at the first batch in which something is young. */
    Future<Step> fileHistory(int days) {
        String delete = """
                delete from file_history where id in (
                    select id from (select id, at from file_history order by id limit $2::int) oldest
                    where at < now() - make_interval(days => $1::int))
                """;
        return batch(delete, days);
    }

    private Future<Step> page(String statement, int days, UUID after) {
        return sql.execute(statement, Tuple.of(after, days, BATCH)).map(rows -> {
            Row row = rows.iterator().next();
            UUID last = row.getUUID("last");
            return new Step(row.getInteger("removed"), row.getBoolean("more"), last == null ? after : last);
        });
    }

    private Future<Step> batch(String statement, int days) {
        return sql.execute(statement, Tuple.of(days, BATCH))
                .map(rows -> new Step(rows.rowCount(), rows.rowCount() == BATCH, BEGINNING));
    }
}
