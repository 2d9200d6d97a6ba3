package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
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
     * Counts an attempt to be recognised, unless there were too many within an hour.
     *
     * @return since when attempts are counted; empty when there were too many
     */
    Future<Optional<OffsetDateTime>> attempt(UUID clientId, int most) {
        String count = """
                insert into identity_attempt as known (client_id, attempts, since) values ($1, 1, clock_timestamp())
                on conflict (client_id) do update set (attempts, since) = (
                    select case when anew then 1 else known.attempts + 1 end,
                           case when anew then clock_timestamp() else known.since end
                    from (select known.attempts = 0 or known.since <= clock_timestamp() - interval '1 hour' as anew) as age)
                where known.attempts < $2 or known.since <= clock_timestamp() - interval '1 hour'
                returning since
                """;
        return sql.first(count, Tuple.of(clientId, most), row -> row.getOffsetDateTime("since"));
    }

    /** An attempt that agreed does not count, unless its hour is over anyway. */
    Future<Void> takeBack(UUID clientId, OffsetDateTime since) {
        String update = """
                update identity_attempt set attempts = attempts - 1
                where client_id = $1 and since = $2 and attempts > 0
                """;
        return sql.execute(update, Tuple.of(clientId, since)).mapEmpty();
    }

    /** Until attempts are forgotten. */
    Future<Long> secondsLeft(UUID clientId) {
        String select = """
                select ceil(extract(epoch from since + interval '1 hour' - clock_timestamp()))::bigint as seconds
                from identity_attempt
                where client_id = $1
                """;
        return sql.first(select, Tuple.of(clientId), row -> row.getLong("seconds"))
                .map(left -> left.orElse(0L));
    }

    Future<Void> refused(UUID clientId) {
        String insert = """
                insert into file_history (client_id, actor, source, change) values ($1, $1, 'CLIENT', 'IDENTITY_REFUSED')
                """;
        return sql.execute(insert, Tuple.of(clientId)).mapEmpty();
    }
}
