package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.auth.Accounts.ChangeAccount;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/** Changes of accounts in PostgreSQL, each with its history and its mail. */
record AccountChangeStore(Sql sql, Outbox outbox) {

    /** What became of a change. */
    sealed interface Outcome {
        /** @param ended the sessions that ended with it */
        record Done(Set<UUID> ended) implements Outcome {}

        record UserCodeTaken() implements Outcome {}
    }

    /** How the account was, and what of it is different now. */
    private record Change(String oldUserCode, String oldEmail, String language, boolean userCode, boolean email) {
        @Override
        public String toString() {
            return "Change[]";
        }
    }

    /** All of it or nothing. */
    Future<Outcome> change(ChangeAccount command, Credentials verified, List<SecurityAnswer> hashedAnswers) {
        return sql.<Outcome>transaction(client -> update(client, command, verified)
                        .compose(found -> {
                            if (found.isEmpty()) {
                                return Future.failedFuture(new Unavailable("the account is being changed", null));
                            }
                            Change change = found.get();
                            return questions(client, verified.accountId(), hashedAnswers)
                                    .compose(done -> history(client, command, verified, change))
                                    .compose(done -> change.email() || change.userCode()
                                            ? voidTemporary(client, verified.accountId())
                                            : Future.succeededFuture())
                                    .compose(done -> change.email()
                                            ? leave(client, command, verified, change)
                                            : Future.succeededFuture(Set.<UUID>of()))
                                    .map(Outcome.Done::new);
                        }))
                .recover(failure -> UniqueViolation.index(failure).equals(AccountStore.USER_CODE_INDEX)
                        ? Future.succeededFuture(new Outcome.UserCodeTaken())
                        : Future.failedFuture(failure));
    }

    /** Empty when somebody else changed something meanwhile: the old address could be another one by now. */
    private static Future<Optional<Change>> update(SqlClient client, ChangeAccount command, Credentials verified) {
        String update = """
                update account set user_code = coalesce($3, old.user_code), email = coalesce($4, old.email),
                                   language = coalesce($5, old.language), updated_at = now()
                from (select id, user_code, email, language, updated_at from account where id = $1) as old
                where account.id = old.id and account.password_hash = $2 and account.updated_at = old.updated_at
                returning old.user_code, old.email, old.language,
                          account.user_code <> old.user_code as user_code_changed, account.email <> old.email as email_changed
                """;
        Tuple parameters = Tuple.of(
                verified.accountId(), verified.passwordHash(), command.userCode(), command.email(), command.language());
        return Sql.on(client, update, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new Change(
                                row.getString("user_code"),
                                row.getString("email"),
                                row.getString("language"),
                                row.getBoolean("user_code_changed"),
                                row.getBoolean("email_changed"))));
    }

    private static Future<?> questions(SqlClient client, UUID accountId, List<SecurityAnswer> hashedAnswers) {
        if (hashedAnswers.isEmpty()) {
            return Future.succeededFuture();
        }
        String insert = """
                insert into security_answer (account_id, position, question, answer_hash)
                select $1, position, question, hash
                from unnest($2::text[], $3::text[]) with ordinality as answer (question, hash, position)
                """;
        return Sql.on(client, "delete from security_answer where account_id = $1", Tuple.of(accountId))
                .compose(gone -> Sql.on(
                        client,
                        insert,
                        Tuple.of(accountId)
                                .addArrayOfString(AccountStore.questions(hashedAnswers))
                                .addArrayOfString(AccountStore.hashes(hashedAnswers))));
    }

    private static Future<Void> history(SqlClient client, ChangeAccount command, Credentials verified, Change change) {
        JsonArray changed = new JsonArray();
        if (change.userCode()) {
            changed.add("userCode");
        }
        if (command.language() != null && !command.language().equals(change.language())) {
            changed.add("language");
        }
        if (command.securityAnswers() != null) {
            changed.add("securityQuestions");
        }
        Future<Void> account = changed.isEmpty()
                ? Future.succeededFuture()
                : HistoryStore.add(client, verified.clientId(), "ACCOUNT", new JsonObject().put("changed", changed));
        return account.compose(done -> change.email()
                ? HistoryStore.add(client, verified.clientId(), "EMAIL", new JsonObject())
                : Future.succeededFuture());
    }

    /** It went to the old address, or with the old user code. */
    private static Future<?> voidTemporary(SqlClient client, UUID accountId) {
        return Sql.on(client, "delete from temporary_password where account_id = $1", Tuple.of(accountId));
    }

    /** The old address is told, with the user code that is known there, and whoever else is logged in must log in again. */
    private Future<Set<UUID>> leave(SqlClient client, ChangeAccount command, Credentials verified, Change change) {
        String language = command.language() == null ? change.language() : command.language();
        Mail mail = Mail.now(
                Mail.Kind.EMAIL_CHANGED,
                change.oldEmail(),
                language,
                new JsonObject().put("userCode", change.oldUserCode()),
                verified.clientId());
        return outbox.add(client, mail)
                .compose(done -> SessionStore.endOthers(
                        client, verified.accountId(), command.principal().sessionId(), "EMAIL_CHANGED"));
    }
}
