package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.creneau.access.PresentClients;
import org.creneau.client.Guesses.Ceiling;
import org.creneau.client.Recognition.KnownPerson;
import org.creneau.client.Recognition.Match;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Whom the ministry and the service know, in PostgreSQL. */
record PersonStore(Sql sql) {

    private static final int CLEANING_BATCH = 10_000;

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

    /** Whether an account that the ministry's other services brought for somebody else has this number (guide 2.1). */
    Future<Boolean> isOfAnotherAccount(UUID clientId, @Nullable String referenceNumber) {
        if (referenceNumber == null) {
            return Future.succeededFuture(false);
        }
        String select = """
                select from account
                where reference_number = $1 and client_id <> $2 and %s
                """.formatted(PresentClients.isThere("account.client_id"));
        return sql.execute(select, Tuple.of(referenceNumber, clientId)).map(rows -> rows.size() > 0);
    }

    /** Registrations, but for this client's, that have one of the numbers. */
    Future<List<Match>> matches(UUID clientId, Identity identity) {
        String select = """
                select number, family_name, given_name, birth_date, sex,
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
                                row.getLong("number"),
                                row.getString("family_name"),
                                row.getString("given_name"),
                                row.getLocalDate("birth_date"),
                                row.getString("sex"),
                                row.getBoolean("has_account")))
                        .toList());
    }

    /**
     * Counts an attempt to be recognised, unless there were too many in the hours of the ceiling.
     *
     * @return since when attempts are counted; empty when there were too many
     */
    Future<Optional<OffsetDateTime>> attempt(Ceiling under) {
        String count = """
                insert into identity_attempt as known (client_id, attempts, since) values ($1, 1, clock_timestamp())
                on conflict (client_id) do update set (attempts, since) = (
                    select case when anew then 1 else known.attempts + 1 end,
                           case when anew then clock_timestamp() else known.since end
                    from (select known.attempts = 0
                              or known.since <= clock_timestamp() - $3::int * interval '1 hour' as anew) as age)
                where known.attempts < $2 or known.since <= clock_timestamp() - $3::int * interval '1 hour'
                returning since
                """;
        return sql.first(
                count, Tuple.of(under.subject(), under.most(), under.hours()), row -> row.getOffsetDateTime("since"));
    }

    /** An attempt that agreed does not count, unless its time is over anyway. */
    Future<Void> takeBack(UUID subject, OffsetDateTime since) {
        String update = """
                update identity_attempt set attempts = attempts - 1
                where client_id = $1 and since = $2 and attempts > 0
                """;
        return sql.execute(update, Tuple.of(subject, since)).mapEmpty();
    }

    /** Until attempts are forgotten. */
    Future<Long> secondsLeft(Ceiling under) {
        String select = """
                select ceil(extract(epoch from since + $2::int * interval '1 hour' - clock_timestamp()))::bigint as seconds
                from identity_attempt
                where client_id = $1
                """;
        return sql.first(select, Tuple.of(under.subject(), under.hours()), row -> row.getLong("seconds"))
                .map(left -> left.orElse(0L));
    }

    /** Deletes counts whose time is long over. */
    Future<Void> clean() {
        String delete = """
                delete from identity_attempt where client_id in (
                    select client_id from identity_attempt where since < now() - interval '2 days' limit $1)
                """;
        return sql.execute(delete, Tuple.of(CLEANING_BATCH)).mapEmpty();
    }

    Future<Void> refused(UUID clientId) {
        String insert = """
                insert into file_history (client_id, actor, source, change) values ($1, $1, 'CLIENT', 'IDENTITY_REFUSED')
                """;
        return sql.execute(insert, Tuple.of(clientId)).mapEmpty();
    }
}
