package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.core.Sql;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in PostgreSQL. */
record SessionStore(Sql sql, Outbox outbox, long refreshTokenSeconds) {

    /** Rows deleted at a time, so that cleaning never holds the database up. */
    private static final int CLEANING_BATCH = 10_000;

    /** Whom a refreshed token speaks for. */
    record Refreshed(UUID sessionId, UUID clientId, boolean mustChangePassword) {}

    /** Sessions that ended, and PostgreSQL's time at which this was so. */
    record Ended(OffsetDateTime asOf, List<UUID> sessions) {}

    /**
     * Begins a session with its first refresh token.
     *
     * @param verified what the password was compared with
     * @return false when the password changed meanwhile
     */
    Future<Boolean> open(UUID sessionId, Credentials verified, Digest token) {
        String insert = """
                with opened as (
                    insert into session (id, account_id)
                    select $1, id from account where id = $2 and password_hash = $3
                    returning id
                )
                insert into refresh_token (digest, session_id, expires_at)
                select $4, id, now() + $5::bigint * interval '1 second' from opened
                """;
        return sql.execute(
                        insert,
                        Tuple.of(
                                sessionId,
                                verified.accountId(),
                                verified.passwordHash(),
                                token.bytes(),
                                refreshTokenSeconds))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * Begins a session with a temporary password, which is used up by it in the same statement: of several who have it
     * one gets in. The session keeps its digest, for the change that must follow.
     *
     * @return false when it was used, replaced or over by then
     */
    Future<Boolean> openOnce(UUID sessionId, Credentials verified, Digest temporary, Digest token) {
        String insert = """
                with used as (
                    delete from temporary_password
                    where account_id = $2 and digest = $3 and expires_at > clock_timestamp()
                    returning account_id, digest
                ), opened as (
                    insert into session (id, account_id, temporary_digest) select $1, account_id, digest from used
                    returning id
                )
                insert into refresh_token (digest, session_id, expires_at)
                select $4, id, now() + $5::bigint * interval '1 second' from opened
                """;
        return sql.execute(
                        insert,
                        Tuple.of(
                                sessionId, verified.accountId(), temporary.bytes(), token.bytes(), refreshTokenSeconds))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Exchanges a token for its successor in one statement, so that of several requests exactly one succeeds. */
    Future<Optional<Refreshed>> rotate(Digest presented, Digest successor) {
        String exchange = """
                with used as (
                    update refresh_token set used_at = clock_timestamp()
                    from session join account on account.id = session.account_id
                    where refresh_token.digest = $1 and used_at is null and expires_at > now()
                      and session.id = refresh_token.session_id and session.ended_at is null
                    returning session.id, account.client_id,
                              account.must_change_password or session.temporary_digest is not null as must_change
                ), successor as (
                    insert into refresh_token (digest, session_id, expires_at)
                    select $2, id, now() + $3::bigint * interval '1 second' from used
                )
                select id, client_id, must_change from used
                """;
        return sql.first(
                exchange,
                Tuple.of(presented.bytes(), successor.bytes(), refreshTokenSeconds),
                row -> new Refreshed(row.getUUID("id"), row.getUUID("client_id"), row.getBoolean("must_change")));
    }

    /**
     * Ends the session of a token that was used before: somebody has a copy of it. A statement of its own, because a
     * token that was used a moment ago is not yet used in the snapshot of the exchange that failed.
     */
    Future<Set<UUID>> endIfUsed(Digest presented) {
        String end = """
                update session set ended_at = now(), end_reason = 'TOKEN_REUSED'
                where ended_at is null
                  and id = (select session_id from refresh_token where digest = $1 and used_at is not null)
                returning id
                """;
        return sql.execute(end, Tuple.of(presented.bytes())).map(SessionStore::ids);
    }

    Future<Void> logOut(UUID sessionId) {
        String end = """
                update session set ended_at = now(), end_reason = 'LOGGED_OUT' where id = $1 and ended_at is null
                """;
        return sql.execute(end, Tuple.of(sessionId)).mapEmpty();
    }

    /**
     * Changes the password, voids a temporary one, ends the account's other sessions, gives this one a new refresh token
     * in place of those it had, and tells the owner by mail.
     *
     * @param sessionId begun when there is none of this id
     * @return the sessions that ended; empty when the password was changed by somebody else meanwhile
     */
    Future<Optional<Set<UUID>>> changePassword(Credentials verified, String newHash, UUID sessionId, Digest token) {
        return sql.transaction(client -> setPassword(client, verified, newHash).compose(mail -> {
            if (mail.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            return endOthers(client, verified.accountId(), sessionId, "PASSWORD_CHANGED")
                    .compose(ended -> giveToken(client, verified.accountId(), sessionId, token)
                            .compose(
                                    done -> HistoryStore.add(client, verified.clientId(), "PASSWORD", new JsonObject()))
                            .compose(done -> outbox.add(client, mail.get()))
                            .map(Optional.of(ended)));
        }));
    }

    /** @return the mail that tells it */
    private static Future<Optional<Mail>> setPassword(SqlClient client, Credentials verified, String newHash) {
        String update = """
                with changed as (
                    update account set password_hash = $3, must_change_password = false, updated_at = now()
                    where id = $1 and password_hash = $2
                    returning id, email, language, user_code
                ), void as (
                    delete from temporary_password where account_id in (select id from changed)
                )
                select email, language, user_code from changed
                """;
        return Sql.on(client, update, Tuple.of(verified.accountId(), verified.passwordHash(), newHash))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> Mail.now(
                                Mail.Kind.PASSWORD_CHANGED,
                                row.getString("email"),
                                row.getString("language"),
                                new JsonObject().put("userCode", row.getString("user_code")),
                                verified.clientId())));
    }

    /** @param reason as the table has it */
    static Future<Set<UUID>> endOthers(SqlClient client, UUID accountId, @Nullable UUID sessionId, String reason) {
        String end = """
                update session set ended_at = now(), end_reason = $3
                where account_id = $1 and id is distinct from $2 and ended_at is null
                returning id
                """;
        return Sql.on(client, end, Tuple.of(accountId, sessionId, reason)).map(SessionStore::ids);
    }

    private Future<Void> giveToken(SqlClient client, UUID accountId, UUID sessionId, Digest token) {
        String begin = """
                insert into session (id, account_id) values ($1, $2)
                on conflict (id) do update set temporary_digest = null
                """;
        // Deleted, not marked as used: to present one of these is an accident, not a theft.
        String withdraw = "delete from refresh_token where session_id = $1 and used_at is null";
        String give = """
                insert into refresh_token (digest, session_id, expires_at)
                values ($1, $2, now() + $3::bigint * interval '1 second')
                """;
        return Sql.on(client, begin, Tuple.of(sessionId, accountId))
                .compose(done -> Sql.on(client, withdraw, Tuple.of(sessionId)))
                .compose(done -> Sql.on(client, give, Tuple.of(token.bytes(), sessionId, refreshTokenSeconds)))
                .mapEmpty();
    }

    /**
     * Ended sessions, and secrets of partners' systems that were revoked or are over: tokens name either.
     *
     * @param since null: within the last {@code withinSeconds}
     */
    Future<Ended> endedSince(@Nullable OffsetDateTime since, long withinSeconds) {
        String select = """
                select now() as as_of,
                       array(select id from session where ended_at > begin
                             union all select id from partner_secret where revoked_at > begin
                             union all select id from partner_secret where expires_at > begin and expires_at <= now()) as ids
                from (select coalesce($1::timestamptz, now() - $2::bigint * interval '1 second') as begin) as since
                """;
        return sql.execute(select, Tuple.of(since, withinSeconds)).map(rows -> {
            Row row = rows.iterator().next();
            return new Ended(row.getOffsetDateTime("as_of"), List.of(row.getArrayOfUUIDs("ids")));
        });
    }

    /**
     * Deletes expired refresh tokens, the sessions that have none left, and the sessions that ended so long ago that
     * the last of their access tokens is over.
     */
    Future<Void> clean(long accessTokenSeconds) {
        String expired = """
                delete from refresh_token where digest in (
                    select digest from refresh_token where expires_at < now() limit $1)
                returning session_id
                """;
        String left = """
                delete from session where id = any($1)
                  and not exists (select from refresh_token where session_id = session.id)
                """;
        String ended = """
                delete from session where id in (
                    select id from session where ended_at < now() - $1::bigint * interval '1 second' limit $2)
                """;
        return sql.execute(expired, Tuple.of(CLEANING_BATCH))
                .compose(rows -> {
                    UUID[] sessions = StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> row.getUUID("session_id"))
                            .distinct()
                            .toArray(UUID[]::new);
                    return sql.execute(left, Tuple.tuple().addArrayOfUUID(sessions));
                })
                .compose(done -> sql.execute(ended, Tuple.of(2 * accessTokenSeconds, CLEANING_BATCH)))
                .mapEmpty();
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
