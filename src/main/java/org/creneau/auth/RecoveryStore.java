package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.creneau.auth.Recovery.Identifier;
import org.creneau.auth.Recovery.RemindUserCode;
import org.creneau.auth.Recovery.SendTemporaryPassword;
import org.creneau.core.Numbers;
import org.creneau.core.Sql;
import org.creneau.notification.Mail;
import org.jspecify.annotations.Nullable;

/** What is needed in PostgreSQL to help those who have forgotten something. */
record RecoveryStore(Sql sql, int mailsPerHour, int temporaryPasswordMinutes) {

    /** Accounts of people with one birth date, sex and number or address. */
    private static final int MOST_CANDIDATES = 20;

    /** Between two mails of one kind to one account. */
    private static final int PAUSE_SECONDS = 60;

    private static final int CLEANING_BATCH = 10_000;

    /** Where to write to, and to whom. */
    record Addressee(UUID accountId, UUID clientId, String userCode, String email, String language) {
        @Override
        public String toString() {
            return "Addressee[" + accountId + "]";
        }
    }

    /** Somebody who may be the one, unless the name is another. */
    record Candidate(Addressee addressee, String givenName, String familyName) {
        @Override
        public String toString() {
            return "Candidate[" + addressee + "]";
        }
    }

    /** People with an account, by their registration or, before it, by what the ministry knows of them. */
    Future<List<Candidate>> candidates(RemindUserCode command) {
        Identifier number = command.number();
        String select = """
                select account.id, account.client_id, user_code, account.email, account.language,
                       coalesce(registration.given_name, person.given_name) as given_name,
                       coalesce(registration.family_name, person.family_name) as family_name
                from account
                left join registration on registration.client_id = account.client_id
                left join known_person person on person.reference_number = account.reference_number
                where account.client_id in (
                        select client_id from registration where reference_number = $1
                        union all select client_id from account where reference_number = $1
                        union all select client_id from registration where number = $2
                        union all select client_id from account where lower(email) = lower($3)
                        union all select client_id from registration where lower(email) = lower($3))
                  and coalesce(registration.birth_date, person.birth_date) = $4
                  and coalesce(registration.sex, person.sex) = $5
                order by account.id
                limit $6
                """;
        Tuple parameters = Tuple.tuple()
                .addString(number instanceof Identifier.ReferenceNumber one ? Numbers.reference(one.value()) : null)
                .addLong(number instanceof Identifier.ClientNumber one ? Numbers.client(one.value()) : null)
                .addString(number instanceof Identifier.Email one ? one.value() : null)
                .addLocalDate(command.birthDate())
                .addString(command.sex().name())
                .addInteger(MOST_CANDIDATES);
        return sql.execute(select, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Candidate(
                                addressee(row), row.getString("given_name"), row.getString("family_name")))
                        .toList());
    }

    /** The account that has this user code and this address. */
    Future<Optional<Addressee>> find(SendTemporaryPassword command) {
        String select = """
                select id, client_id, user_code, email, language from account
                where lower(user_code) = $1 and lower(email) = lower($2)
                """;
        String userCode = UserCode.canonical(command.userCode()).orElse("");
        return sql.first(select, Tuple.of(userCode, command.email()), RecoveryStore::addressee);
    }

    /** The hash of the answer to one of the account's questions; empty when it is another question, or nobody's. */
    Future<Optional<String>> answer(@Nullable UUID accountId, String question) {
        String select = "select answer_hash from security_answer where account_id = $1 and question = $2";
        return sql.first(select, Tuple.of(accountId, question), row -> row.getString("answer_hash"));
    }

    /** Whether one more mail of this kind may go to the account now; if so, it counts. Of several at once, one may. */
    Future<Boolean> admit(SqlClient within, UUID accountId, Mail.Kind kind) {
        String count = """
                insert into recovery_mail as known (account_id, kind, last_sent_at, hour_began, sent)
                values ($1, $2, clock_timestamp(), clock_timestamp(), 1)
                on conflict (account_id, kind) do update set
                    last_sent_at = clock_timestamp(),
                    hour_began = case when known.hour_began < clock_timestamp() - interval '1 hour'
                                      then clock_timestamp() else known.hour_began end,
                    sent = case when known.hour_began < clock_timestamp() - interval '1 hour'
                                then 1 else known.sent + 1 end
                where known.last_sent_at < clock_timestamp() - $3::int * interval '1 second'
                  and (known.sent < $4 or known.hour_began < clock_timestamp() - interval '1 hour')
                """;
        return Sql.on(within, count, Tuple.of(accountId, kind.name(), PAUSE_SECONDS, mailsPerHour))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * Puts a temporary password beside the account's own, in place of one that was not used.
     *
     * @return until when it is good
     */
    Future<OffsetDateTime> give(SqlClient within, UUID accountId, Digest temporary) {
        String insert = """
                insert into temporary_password (account_id, digest, expires_at)
                values ($1, $2, clock_timestamp() + $3::int * interval '1 minute')
                on conflict (account_id) do update set
                    digest = excluded.digest, created_at = clock_timestamp(), expires_at = excluded.expires_at
                returning expires_at
                """;
        return Sql.on(within, insert, Tuple.of(accountId, temporary.bytes(), temporaryPasswordMinutes))
                .map(rows -> rows.iterator().next().getOffsetDateTime("expires_at"));
    }

    /** Deletes temporary passwords that are over, and counts of mails that no longer matter. */
    Future<Void> clean() {
        String passwords = """
                delete from temporary_password where account_id in (
                    select account_id from temporary_password where expires_at < clock_timestamp() limit $1)
                """;
        String mails = """
                delete from recovery_mail where (account_id, kind) in (
                    select account_id, kind from recovery_mail
                    where hour_began < clock_timestamp() - interval '2 hours' limit $1)
                """;
        return sql.execute(passwords, Tuple.of(CLEANING_BATCH))
                .compose(done -> sql.execute(mails, Tuple.of(CLEANING_BATCH)))
                .mapEmpty();
    }

    private static Addressee addressee(Row row) {
        return new Addressee(
                row.getUUID("id"),
                row.getUUID("client_id"),
                row.getString("user_code"),
                row.getString("email"),
                row.getString("language"));
    }
}
