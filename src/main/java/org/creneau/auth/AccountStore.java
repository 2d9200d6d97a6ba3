package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.auth.Accounts.Account;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
record AccountStore(Sql sql) {

    static final String USER_CODE_INDEX = "account_user_code";
    private static final String CLIENT_INDEX = "account_client_id_key";

    /**
     * What a log-in is checked against.
     *
     * @param temporary of a temporary password that may be used in place of the password; null: there is none
     */
    record Credentials(
            UUID accountId,
            UUID clientId,
            String userCode,
            String passwordHash,
            boolean mustChangePassword,
            @Nullable Digest temporary) {

        Credentials withHash(String hash) {
            return new Credentials(accountId, clientId, userCode, hash, mustChangePassword, temporary);
        }

        boolean isTemporary(String password) {
            return temporary != null && temporary.isOf(password);
        }

        @Override
        public String toString() {
            return "Credentials[" + accountId + "]";
        }
    }

    /** An account to be; nothing in it can be read back, save the e-mail address. */
    record NewAccount(
            UUID accountId,
            UUID clientId,
            String userCode,
            String email,
            String language,
            String passwordHash,
            List<SecurityAnswer> hashedAnswers) {
        @Override
        public String toString() {
            return "NewAccount[" + accountId + "]";
        }
    }

    /** What became of an account to be. */
    enum Creation {
        CREATED,
        USER_CODE_TAKEN,
        /** The authorization code was used, replaced or is over by now. */
        CODE_INVALID
    }

    /** What follows the account, in the same statement: its answers, and the line in the client's history. */
    private static final String REST = """
            , answers as (
                insert into security_answer (account_id, position, question, answer_hash)
                select new_account.id, answer.position, answer.question, answer.hash
                from new_account, unnest($7::text[], $8::text[]) with ordinality as answer (question, hash, position)
            )
            insert into file_history (client_id, actor, source, change, details)
            select client_id, client_id, 'CLIENT', 'ACCOUNT', $9 from new_account
            """;

    /** Client, account and answers in one statement, which is a transaction of its own: all of them or none. */
    Future<Creation> create(NewAccount account) {
        String insert = """
                with new_account as (
                    insert into account (id, client_id, user_code, email, language, password_hash)
                    values ($1, $2, $3, $4, $5, $6)
                    on conflict ((lower(user_code))) do nothing
                    returning id, client_id
                ), new_client as (
                    insert into client (id) select client_id from new_account
                )
                """ + REST;
        return sql.execute(insert, parameters(account, "created"))
                .map(rows -> rows.rowCount() > 0 ? Creation.CREATED : Creation.USER_CODE_TAKEN);
    }

    /**
     * The account of a client who was registered by a partner. It uses the code up in the same statement: of several who
     * have it exactly one gets the account, and whose account fails keeps the code.
     */
    Future<Creation> create(NewAccount account, Digest code) {
        String insert = """
                with code as (
                    update authorization_code set used_at = clock_timestamp()
                    where digest = $10 and client_id = $2 and used_at is null and expires_at > clock_timestamp()
                    returning client_id
                ), new_account as (
                    insert into account (id, client_id, user_code, email, language, password_hash)
                    select $1, client_id, $3, $4, $5, $6 from code
                    returning id, client_id
                )
                """ + REST;
        Tuple parameters = parameters(account, "createdWithAuthorizationCode").addBuffer(code.bytes());
        return sql.execute(insert, parameters)
                .map(rows -> rows.rowCount() > 0 ? Creation.CREATED : Creation.CODE_INVALID)
                .recover(failure -> switch (UniqueViolation.index(failure)) {
                    case USER_CODE_INDEX -> Future.succeededFuture(Creation.USER_CODE_TAKEN);
                    case CLIENT_INDEX -> Future.succeededFuture(Creation.CODE_INVALID);
                    default -> Future.failedFuture(failure);
                });
    }

    private static Tuple parameters(NewAccount account, String event) {
        return Tuple.of(
                        account.accountId(),
                        account.clientId(),
                        account.userCode(),
                        account.email(),
                        account.language(),
                        account.passwordHash())
                .addArrayOfString(questions(account.hashedAnswers()))
                .addArrayOfString(hashes(account.hashedAnswers()))
                .addValue(new JsonObject().put("event", event));
    }

    static String[] questions(List<SecurityAnswer> answers) {
        return answers.stream().map(SecurityAnswer::question).toArray(String[]::new);
    }

    static String[] hashes(List<SecurityAnswer> hashedAnswers) {
        return hashedAnswers.stream().map(SecurityAnswer::answer).toArray(String[]::new);
    }

    /** @param userCode {@link UserCode#canonical} */
    Future<Optional<Credentials>> findByUserCode(String userCode) {
        String select = """
                select id, client_id, user_code, password_hash, must_change_password, temporary_password.digest
                from account
                left join temporary_password on temporary_password.account_id = account.id
                     and temporary_password.expires_at > clock_timestamp()
                where lower(user_code) = $1
                """;
        return sql.first(select, Tuple.of(userCode), AccountStore::credentials);
    }

    /** The temporary password is the one that the session was opened with, if it was. */
    Future<Optional<Credentials>> findByPrincipal(Principal principal) {
        String select = """
                select account.id, client_id, user_code, password_hash, must_change_password,
                       session.temporary_digest as digest
                from account
                left join session
                    on session.account_id = account.id and session.id = $2 and session.ended_at is null
                where client_id = $1
                """;
        return sql.first(select, Tuple.of(principal.clientId(), principal.sessionId()), AccountStore::credentials);
    }

    /** The account as its owner may see it. */
    Future<Optional<Account>> show(UUID clientId) {
        String select = """
                select client_id, user_code, email, language, created_at,
                       array(select question from security_answer where account_id = account.id order by position)
                           as questions
                from account where client_id = $1
                """;
        return sql.first(
                select,
                Tuple.of(clientId),
                row -> new Account(
                        row.getUUID("client_id"),
                        row.getString("user_code"),
                        row.getString("email"),
                        row.getString("language"),
                        List.of(row.getArrayOfStrings("questions")),
                        row.getOffsetDateTime("created_at").toInstant()));
    }

    /** Stores the same password hashed anew, unless the password changed meanwhile. */
    Future<Boolean> replaceHash(Credentials known, String hash) {
        String update = "update account set password_hash = $3 where id = $1 and password_hash = $2";
        return sql.execute(update, Tuple.of(known.accountId(), known.passwordHash(), hash))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Credentials credentials(Row row) {
        Buffer temporary = row.getBuffer("digest");
        return new Credentials(
                row.getUUID("id"),
                row.getUUID("client_id"),
                row.getString("user_code"),
                row.getString("password_hash"),
                row.getBoolean("must_change_password"),
                temporary == null ? null : new Digest(temporary));
    }
}
