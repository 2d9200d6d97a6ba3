package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.OptionalLong;
import org.creneau.config.Settings;
import org.creneau.core.Sql;

/**
 * Slows down whoever guesses passwords, in PostgreSQL and so on all nodes together, whether somebody has the user code or
 * not. Two things are counted:
 *
 * <ul>
 *   <li>failures for one user code from one address: after a few of them the next attempt from there must wait, longer
 *       and longer. Whoever has the code and comes from elsewhere does not notice: nobody can lock somebody else out;
 *   <li>failures for one user code from all addresses, for guesses made from many: from a much higher number on, every
 *       attempt is answered later, up to a few seconds. None is refused for it, so the right password is still taken.
 * </ul>
 *
 * <p>An attempt is counted, as a failure, <i>before</i> the password is looked at: guesses made side by side are
 * counted too. Success forgets the failures from its address, and itself in the other count.
 */
final class LoginThrottle {

    /** Failures are forgotten after a quiet time so many times the longest wait: longer than anybody has to wait. */
    private static final int FORGET_AFTER_WAITS = 2;

    /** Rows deleted at a time, so that cleaning never holds the database up. */
    private static final int CLEANING_BATCH = 10_000;

    private final Sql sql;
    private final Long[] waits;
    private final long forgetAfterSeconds;
    private final int freeAnywhere;
    private final long slowMillis;

    LoginThrottle(Sql sql, Settings.Auth settings) {
        this.sql = sql;
        this.waits = waits(settings.freeAttempts(), settings.lockSeconds());
        this.forgetAfterSeconds = FORGET_AFTER_WAITS * settings.lockSeconds();
        this.freeAnywhere = settings.freeAttemptsAnywhere();
        this.slowMillis = settings.slowMillis();
    }

    /** Who tries what: the user code, in any spelling, and the same together with the address. */
    record Guess(Digest anywhere, Digest here) {
        static Guess of(String userCode, String from) {
            return new Guess(Digest.ofUserCode(userCode), Digest.ofUserCode(userCode + '\n' + from));
        }

        /**
         * A guess at something else, counted apart.
         *
         * @param what the kind of thing
         * @param subject whose it is
         */
        static Guess at(String what, String subject, String from) {
            // No user code has a line break in it, so these are nobody's.
            return of('\n' + what + '\n' + subject, from);
        }

        /** A guess at something that is so unlikely to be found that whoever tries another one only goes on guessing. */
        static Guess atAny(String what, String subject, String from) {
            return new Guess(
                    Digest.ofUserCode('\n' + what + '\n' + subject), Digest.ofUserCode('\n' + what + "\n\n" + from));
        }
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

    /** By how many milliseconds the next attempt is to be delayed. */
    Future<Long> delayMillis(Guess guess) {
        String select = """
                select failures from login_throttle
                where key = $1 and last_attempt_at > clock_timestamp() - $2::bigint * interval '1 second'
                """;
        return sql.first(
                        select,
                        Tuple.of(guess.anywhere().bytes(), forgetAfterSeconds),
                        row -> delayMillis(row.getInteger("failures"), freeAnywhere, slowMillis))
                .map(found -> found.orElse(0L));
    }

    /** Nothing up to so many failures, everything at twice as many, and evenly more in between. */
    static long delayMillis(int failures, int free, long most) {
        return Math.min(most, Math.max(0L, failures - free) * most / free);
    }

    /**
     * Counts an attempt, unless it comes too early.
     *
     * @return empty: go on; else the seconds after which the next attempt may be made
     */
    Future<OptionalLong> attempt(Guess guess) {
        // The statement locks the rows of this user code for its own moment: attempts on one code count one by one.
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
                ), anywhere as (
                    insert into login_throttle as known (key, failures, last_attempt_at, next_attempt_at)
                    select $4, 1, clock_timestamp(), clock_timestamp() from attempt
                    on conflict (key) do update set
                        failures = case
                            when known.last_attempt_at < clock_timestamp() - $3::bigint * interval '1 second' then 1
                            else least(known.failures, 1000000000) + 1 end,
                        last_attempt_at = clock_timestamp()
                )
                select exists (select from attempt) as counted,
                       (select ceil(extract(epoch from next_attempt_at - clock_timestamp()))::bigint
                        from login_throttle where key = $1) as wait
                """;
        Tuple parameters = Tuple.of(guess.here().bytes())
                .addArrayOfLong(waits)
                .addLong(forgetAfterSeconds)
                .addBuffer(guess.anywhere().bytes());
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
    Future<Void> forget(Guess guess) {
        String forget = """
                with gone as (delete from login_throttle where key = $1)
                update login_throttle set failures = greatest(failures - 1, 0) where key = $2
                """;
        return sql.execute(
                        forget, Tuple.of(guess.here().bytes(), guess.anywhere().bytes()))
                .mapEmpty();
    }

    /** The attempt that was just counted was none at guessing; what was counted before it stays. */
    Future<Void> takeBack(Guess guess) {
        // In the order in which an attempt takes the rows, so that the two never wait for each other.
        String uncount = """
                with here as (
                    update login_throttle set failures = greatest(failures - 1, 0), next_attempt_at = clock_timestamp()
                    where key = $1
                    returning key
                )
                update login_throttle set failures = greatest(failures - 1, 0)
                where key = $2 and (select count(*) from here) >= 0
                """;
        return sql.execute(
                        uncount, Tuple.of(guess.here().bytes(), guess.anywhere().bytes()))
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
