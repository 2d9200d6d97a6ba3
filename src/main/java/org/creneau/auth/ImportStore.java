package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.creneau.auth.ImportResult.Counts;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Imported rows in PostgreSQL, some hundred at a time; importing the same again changes nothing. */
final class ImportStore {

    /** Who did it, in the history: no person. */
    private static final UUID NOBODY = new UUID(0, 0);

    /** Without the accounts that were imported once and have been erased since: they are as they should be. */
    private static final String GIVEN = """
            with given as (
                select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
                    as given (line, user_code, email, reference_number)
                where not exists (select from erased_client
                                  where imported_as_digest = sha256(convert_to(lower(user_code), 'UTF8')))
            )
            """;

    private ImportStore() {}

    /** A row that cannot be imported. */
    record Problem(long line, String column, String reason) {}

    static Future<Counts> persons(SqlClient within, List<ImportedPerson> persons) {
        // A row that was inserted has no xmax: no transaction has changed it.
        String insert = """
                insert into known_person as known (reference_number, family_name, given_name, birth_date, sex)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::text[])
                on conflict (reference_number) do update set
                    family_name = excluded.family_name, given_name = excluded.given_name,
                    birth_date = excluded.birth_date, sex = excluded.sex
                where (known.family_name, known.given_name, known.birth_date, known.sex)
                    is distinct from (excluded.family_name, excluded.given_name, excluded.birth_date, excluded.sex)
                returning xmax = 0 as inserted
                """;
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(texts(persons, ImportedPerson::referenceNumber))
                .addArrayOfString(texts(persons, ImportedPerson::familyName))
                .addArrayOfString(texts(persons, ImportedPerson::givenName))
                .addArrayOfLocalDate(
                        persons.stream().map(ImportedPerson::birthDate).toArray(LocalDate[]::new))
                .addArrayOfString(texts(persons, ImportedPerson::sex));
        return Sql.on(within, insert, parameters).map(rows -> {
            long inserted =
                    stream(rows).filter(row -> row.getBoolean("inserted")).count();
            return new Counts(persons.size(), inserted, rows.size() - inserted, 0, 0, 0);
        });
    }

    /** What is wrong with accounts as things stand here. */
    static Future<List<Problem>> problems(SqlClient within, List<ImportedAccount> accounts) {
        String select = GIVEN + """
                select line, 'referenceNumber' as field, 'is nobody''s' as reason from given
                where reference_number is not null
                  and not exists (select from known_person known where known.reference_number = given.reference_number)
                  and not exists (select from registration where registration.reference_number = given.reference_number)
                union all
                select line, 'referenceNumber', 'is of nobody who is registered: a row without userCode asks for an '
                                                'authorization code'
                from given
                where user_code is null
                  and not exists (select from registration where registration.reference_number = given.reference_number)
                union all
                select line, 'userCode', 'is somebody else''s here' from given
                join account on lower(account.user_code) = lower(given.user_code)
                where lower(account.imported_as) is distinct from lower(given.user_code)
                  and lower(account.email) <> lower(given.email)
                  and (given.reference_number is null
                       or account.reference_number is distinct from given.reference_number)
                order by line
                """;
        return Sql.on(within, select, given(accounts))
                .map(rows -> stream(rows)
                        .map(row -> new Problem(row.getLong("line"), row.getString("field"), row.getString("reason")))
                        .toList());
    }

    /**
     * Makes the accounts that are not there, each linked to the registration of its reference number, if there is one. An
     * account that is there stays as it is: its owner may have changed it since. One that was erased does not come back.
     *
     * @param unusable a hash that no password fits
     */
    static Future<Long> accounts(SqlClient within, List<ImportedAccount> accounts, String unusable) {
        String insert = GIVEN + """
                , fresh as (
                    select made.id, coalesce(registration.client_id, made.client_id) as client_id,
                           registration.client_id is null as client_new, given.user_code, given.email, made.language,
                           made.password_hash, given.reference_number
                    from given
                    join unnest($1::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::text[])
                        as made (line, id, client_id, language, password_hash) using (line)
                    left join registration on registration.reference_number = given.reference_number
                    where given.user_code is not null
                      and not exists (select from account where lower(account.imported_as) = lower(given.user_code))
                      and not exists (select from account where lower(account.user_code) = lower(given.user_code))
                      and not exists (select from account where account.reference_number = given.reference_number)
                      and not exists (select from account where account.client_id = registration.client_id)
                ), new_client as (
                    insert into client (id) select client_id from fresh where client_new
                ), new_account as (
                    insert into account (id, client_id, user_code, email, language, password_hash, imported_as,
                                         reference_number)
                    select id, client_id, user_code, email, language, password_hash, user_code,
                           (select known.reference_number from known_person known
                            where known.reference_number = fresh.reference_number)
                    from fresh
                    returning client_id
                )
                insert into file_history (client_id, actor, source, change, details)
                select client_id, $9, 'MINISTRY', 'ACCOUNT', $10 from new_account
                """;
        Tuple parameters = given(accounts)
                .addArrayOfUUID(ids(accounts.size()))
                .addArrayOfUUID(ids(accounts.size()))
                .addArrayOfString(texts(accounts, ImportedAccount::language))
                .addArrayOfString(
                        texts(accounts, account -> account.passwordHash() == null ? unusable : account.passwordHash()))
                .addUUID(NOBODY)
                .addValue(new JsonObject().put("event", "imported"));
        return Sql.on(within, insert, parameters).map(rows -> (long) rows.rowCount());
    }

    /** The clients of rows without a user code who have neither an account nor a code that is still good. */
    static Future<List<UUID>> withoutCode(SqlClient within, List<ImportedAccount> accounts) {
        String select = GIVEN + """
                select registration.client_id from given
                join registration on registration.reference_number = given.reference_number
                where given.user_code is null
                  and not exists (select from account where account.client_id = registration.client_id)
                  and not exists (
                      select from authorization_code code
                      where code.client_id = registration.client_id and code.used_at is null
                        and code.expires_at > clock_timestamp())
                """;
        return Sql.on(within, select, given(accounts))
                .map(rows -> stream(rows).map(row -> row.getUUID("client_id")).toList());
    }

    private static Tuple given(List<ImportedAccount> accounts) {
        return Tuple.tuple()
                .addArrayOfLong(accounts.stream().map(ImportedAccount::line).toArray(Long[]::new))
                .addArrayOfString(texts(accounts, ImportedAccount::userCode))
                .addArrayOfString(texts(accounts, ImportedAccount::email))
                .addArrayOfString(texts(accounts, ImportedAccount::referenceNumber));
    }

    private static UUID[] ids(int count) {
        return Stream.generate(Ids::next).limit(count).toArray(UUID[]::new);
    }

    private static <T> String[] texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
