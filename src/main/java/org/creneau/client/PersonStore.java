package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.creneau.client.Recognition.KnownPerson;
import org.creneau.client.Recognition.Match;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Whom the ministry and the service know, in PostgreSQL. */
record PersonStore(Sql sql) {

    /** Who has this reference number at the ministry. */
    Future<Optional<KnownPerson>> known(@Nullable String referenceNumber) {
        if (referenceNumber == null) {
            return Future.succeededFuture(Optional.empty());
        }
        String select = "select birth_date, sex from known_person where reference_number = $1";
        return sql.first(
                select,
                Tuple.of(referenceNumber),
                row -> new KnownPerson(row.getLocalDate("birth_date"), row.getString("sex")));
    }

    /** Registrations, but for this client's, that have one of the numbers. */
    Future<List<Match>> matches(UUID clientId, Identity identity) {
        String select = """
                select client_id, number, family_name, birth_date, sex, email,
                       exists (select from account where account.client_id = registration.client_id) as has_account
                from registration
                where client_id <> $1 and (reference_number = $2 or cic_number = $3 or number = $4)
                """;
        @Nullable String number = identity.clientNumber();
        Tuple parameters = Tuple.of(
                clientId,
                identity.referenceNumber(),
                identity.cicNumber(),
                number == null ? null : Long.valueOf(number));
        return sql.execute(select, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Match(
                                row.getUUID("client_id"),
                                row.getLong("number"),
                                row.getString("family_name"),
                                row.getLocalDate("birth_date"),
                                row.getString("sex"),
                                row.getString("email"),
                                row.getBoolean("has_account")))
                        .toList());
    }

    /** How often somebody gave numbers lately that are not theirs. */
    Future<Long> refusals(UUID clientId) {
        String count = """
                select count(*) as refusals
                from file_history
                where client_id = $1 and change = 'IDENTITY_REFUSED'
                  and at > clock_timestamp() - interval '1 hour'
                """;
        return sql.first(count, Tuple.of(clientId), row -> row.getLong("refusals"))
                .map(counted -> counted.orElse(0L));
    }

    Future<Void> refused(UUID clientId) {
        String insert = """
                insert into file_history (client_id, actor, source, change) values ($1, $1, 'CLIENT', 'IDENTITY_REFUSED')
                """;
        return sql.execute(insert, Tuple.of(clientId)).mapEmpty();
    }

    /**
     * Counts an attempt with a client number, unless there were too many; those of a day ago count no longer. Before the
     * number is looked at, so that attempts side by side are counted too.
     *
     * @return whether it may be made
     */
    Future<Boolean> attempt(Identity identity, int most) {
        String count = """
                with this as materialized (
                    select sha256(convert_to($1, 'UTF8')) as person
                ), over as (
                    delete from number_attempt where person in (
                        select other.person from number_attempt other, this
                        where other.first_at < clock_timestamp() - interval '1 day' and other.person <> this.person
                        limit 100)
                )
                insert into number_attempt as known (person, attempts, first_at)
                select person, 1, clock_timestamp() from this
                on conflict (person) do update set (attempts, first_at) = (
                    select case when old then 1 else known.attempts + 1 end,
                           case when old then clock_timestamp() else known.first_at end
                    from (select known.first_at < clock_timestamp() - interval '1 day' as old) as age)
                where known.attempts < $2 or known.first_at < clock_timestamp() - interval '1 day'
                """;
        String person = Texts.fold(identity.familyName()) + '\n' + identity.birthDate() + '\n' + identity.sex();
        return sql.execute(count, Tuple.of(person, most)).map(rows -> rows.rowCount() > 0);
    }

    /**
     * Gives an account to another client, who has none.
     *
     * @return false when the account has bookings, or there is none, or the other client has one
     */
    static Future<Boolean> moveAccount(SqlClient within, UUID from, UUID to) {
        String update = """
                update account set client_id = $2, updated_at = clock_timestamp()
                where client_id = $1
                  and not exists (select from booking where booking.client_id = $1)
                  and not exists (select from account other where other.client_id = $2)
                """;
        return Sql.on(within, update, Tuple.of(from, to)).map(rows -> rows.rowCount() > 0);
    }
}
