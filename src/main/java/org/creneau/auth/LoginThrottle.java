package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.OptionalLong;
import org.creneau.config.Settings;

/**
 * Slows down whoever guesses passwords, in PostgreSQL and so on all nodes together. Each user code is counted for
 * itself, whether somebody has it or not.
 *
 * <p>An attempt is counted, as a failure, <i>before</i> the password is looked at: guesses made side by side are
 * counted too. Success forgets everything.
 */
final class LoginThrottle {

    /** Failures are forgotten after a quiet time so many times the longest wait: longer than anybody has to wait. */
    private static final int FORGET_AFTER_WAITS = 2;

    /** Rows deleted at a time, so that cleaning never holds the database up. */
    private static final int CLEANING_BATCH = 10_000;

    private final Sql sql;
    private final Long[] waits;
    private final long forgetAfterSeconds;

    LoginThrottle(Sql sql, Settings.Auth settings) {
        this.sql = sql;
        this.waits = waits(settings.freeAttempts(), settings.lockSeconds());
        this.forgetAfterSeconds = FORGET_AFTER_WAITS * settings.lockSeconds();
    }

    /**
     * How many seconds must pass after the first, second, … failure in a row; the last one holds for all that follow.
     * The first attempts are free, then the wait doubles up to {@code lockSeconds}.
     */
    static Long[] waits(int freeAttempts, long lockSeconds) {
        int doublings = Long.SIZE - Long.numberOfLeadingZeros(lockSeconds);
        Long[] waits = new Long[Math.max(freeAttempts, 1) + doublings];
        for (int failures = 1; failures <= waits.length; failures++) {
            waits[failures - 1] =
                    failures < freeAttempts ? 0 : Math.min(lockSeconds, 1L << Math.max(failures - freeAttempts, 0));
        }
        return waits;
    }

    /**
     * Counts an attempt, unless it comes too early.
     *
     * @return empty: go on; else the seconds after which the next attempt may be made
     */
    Future<OptionalLong> attempt(Digest key) {
        // The statement locks this user code's own row for its own moment: attempts on one code count one by one.
        String count = """
                with attempt as (
                    insert into login_throttle as known (key, failures, last_attempt_at, next_attempt_at)
                    values ($1, 1, clock_timestamp(), clock_timestamp() + ($2::bigint[])[1] * interval '1 second')
                    on conflict (key) do update set (failures, last_attempt_at, next_attempt_at) = (
                        select now.failures,
                               clock_timestamp(),
                               clock_timestamp() + ($2::bigint[])[now.failures] * interval '1 second'
                        from (select case
                                  when known.last_attempt_at < clock_timestamp() - $3::bigint * interval '1 second'
                                  then 1
                                  else least(known.failures + 1, cardinality($2::bigint[])) end as failures) as now)
                    where known.next_attempt_at <= clock_timestamp()
                    returning key
                )
                select exists (select from attempt) as counted,
                       (select ceil(extract(epoch from next_attempt_at - clock_timestamp()))::bigint
                        from login_throttle where key = $1) as wait
                """;
        Tuple parameters = Tuple.of(key.bytes()).addArrayOfLong(waits).addLong(forgetAfterSeconds);
        return sql.execute(count, parameters).map(rows -> {
            var row = rows.iterator().next();
            if (row.getBoolean("counted")) {
                return OptionalLong.empty();
            }
            // The row may have changed since this statement's snapshot: not there yet, or free by now.
            Long wait = row.getLong("wait");
            return OptionalLong.of(wait == null ? 1 : Math.max(1, wait));
        });
    }

    /** The password was right. */
    Future<Void> forget(Digest key) {
        Buffer bytes = key.bytes();
        return sql.execute("delete from login_throttle where key = $1", Tuple.of(bytes))
                .mapEmpty();
    }

    /** Deletes what no longer slows anybody down. */
    Future<Void> clean() {
        String delete = """
                delete from login_throttle where key in (
                    select key from login_throttle
                    where last_attempt_at < now() - $1::bigint * interval '1 second' limit $2)
                """;
        return sql.execute(delete, Tuple.of(forgetAfterSeconds, CLEANING_BATCH)).mapEmpty();
    }
}
