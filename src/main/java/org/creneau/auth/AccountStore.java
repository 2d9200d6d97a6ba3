package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.auth.Accounts.Account;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.Sql;

/** Accounts in PostgreSQL. */
record AccountStore(Sql sql) {

    /** What a log-in is checked against. */
    record Credentials(
            UUID accountId, UUID clientId, String userCode, String passwordHash, boolean mustChangePassword) {

        Credentials withHash(String hash) {
            return new Credentials(accountId, clientId, userCode, hash, mustChangePassword);
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
            String passwordHash,
            List<SecurityAnswer> hashedAnswers) {
        @Override
        public String toString() {
            return "NewAccount[" + accountId + "]";
        }
    }

    /**
     * Client, account and answers in one statement, which is a transaction of its own: all of them or none.
     *
     * @return false when the user code is taken
     */
    Future<Boolean> create(NewAccount account) {
        String insert = """
                with new_account as (
                    insert into account (id, client_id, user_code, email, password_hash)
                    values ($1, $2, $3, $4, $5)
                    on conflict ((lower(user_code))) do nothing
                    returning id, client_id
                ), new_client as (
                    insert into client (id) select client_id from new_account
                )
                insert into security_answer (account_id, position, question, answer_hash)
                select new_account.id, answer.position, answer.question, answer.hash
                from new_account, unnest($6::text[], $7::text[]) with ordinality as answer (question, hash, position)
                """;
        Tuple parameters = Tuple.of(
                        account.accountId(),
                        account.clientId(),
                        account.userCode(),
                        account.email(),
                        account.passwordHash())
                .addArrayOfString(account.hashedAnswers().stream()
                        .map(SecurityAnswer::question)
                        .toArray(String[]::new))
                .addArrayOfString(account.hashedAnswers().stream()
                        .map(SecurityAnswer::answer)
                        .toArray(String[]::new));
        return sql.execute(insert, parameters).map(rows -> rows.rowCount() > 0);
    }

    /** @param userCode {@link UserCode#canonical} */
    Future<Optional<Credentials>> findByUserCode(String userCode) {
        String select = """
                select id, client_id, user_code, password_hash, must_change_password
                from account where lower(user_code) = $1
                """;
        return sql.first(select, Tuple.of(userCode), AccountStore::credentials);
    }

    Future<Optional<Credentials>> findByClient(UUID clientId) {
        String select = """
                select id, client_id, user_code, password_hash, must_change_password
                from account where client_id = $1
                """;
        return sql.first(select, Tuple.of(clientId), AccountStore::credentials);
    }

    /** The account as its owner may see it. */
    Future<Optional<Account>> show(UUID clientId) {
        String select = """
                select client_id, user_code, email, created_at,
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
        return new Credentials(
                row.getUUID("id"),
                row.getUUID("client_id"),
                row.getString("user_code"),
                row.getString("password_hash"),
                row.getBoolean("must_change_password"));
    }
}
