package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.creneau.auth.AuthorizationCodes.Addressee;
import org.creneau.auth.AuthorizationCodes.IssueResult;
import org.creneau.auth.AuthorizationCodes.Issued;
import org.creneau.auth.Recovery.Authorization;
import org.creneau.auth.Recovery.AuthorizationClaim;
import org.creneau.core.Numbers;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Authorization codes in PostgreSQL. */
record AuthorizationStore(Sql sql, int days, int mostAttempts, int pauseDays) {

    private static final int CLEANING_BATCH = 10_000;

    /** Cleaned after so many days: a code that was used may be asked about. */
    private static final int KEPT_DAYS = 30;

    /**
     * Whose code it is.
     *
     * @param existing whether the ministry knew the client before, by a reference number
     */
    record Owner(UUID clientId, boolean existing) {}

    /**
     * Replaces the client's unused code, if the client may have another. In one statement, so that address and pause are of
     * one moment. A client's history has few rows, which an index finds.
     */
    Future<IssueResult> issue(SqlClient within, UUID clientId, String code) {
        String insert = """
                with file as (
                    select client_id, given_name, family_name, email, language,
                           exists (select from account where account.client_id = $2) as has_account,
                           exists (select from file_history
                                   where file_history.client_id = $2 and change = 'CONTACT' and source <> 'CLIENT'
                                     and details ? 'email'
                                     and at > clock_timestamp() - $4::int * interval '1 day') as paused
                    from registration where client_id = $2
                ), issued as (
                    insert into authorization_code (digest, client_id, expires_at)
                    select $1, client_id, clock_timestamp() + $3::int * interval '1 day'
                    from file where not has_account and not paused
                    on conflict (client_id) where used_at is null do update set
                        digest = excluded.digest, created_at = clock_timestamp(), expires_at = excluded.expires_at,
                        attempts = 0
                    returning client_id, expires_at
                )
                select file.*, issued.expires_at from file left join issued using (client_id)
                """;
        Tuple parameters = Tuple.of(Secrets.ofAuthorizationCode(code).bytes(), clientId, days, pauseDays);
        return Sql.on(within, insert, parameters)
                .map(rows -> rows.stream()
                        .filter(row -> !row.getBoolean("has_account"))
                        .findFirst()
                        .<IssueResult>map(row -> row.getBoolean("paused") ? new IssueResult.Paused() : given(row, code))
                        .orElseGet(IssueResult.Needless::new));
    }

    private static IssueResult given(Row row, String code) {
        return new IssueResult.Given(
                new Issued(code, row.getOffsetDateTime("expires_at")),
                new Addressee(
                        row.getString("given_name"),
                        row.getString("family_name"),
                        row.getString("email"),
                        row.getString("language")));
    }

    /** First step: the code, and what only its owner is likely to know. */
    Future<Optional<Owner>> check(AuthorizationClaim claim) {
        return check(claim, false, null, null);
    }

    /** Second step: with the number, which must be the one that the first step asks for. */
    Future<Optional<Owner>> check(Authorization authorization) {
        return check(
                authorization.claim(),
                true,
                Numbers.reference(authorization.referenceNumber()),
                Numbers.client(authorization.clientNumber()));
    }

    /** In one statement, which locks the code's row for its own moment: attempts are counted one by one. */
    private Future<Optional<Owner>> check(
            AuthorizationClaim claim,
            boolean numberNeeded,
            @Nullable String referenceNumber,
            @Nullable Long clientNumber) {
        String check = """
                update authorization_code code
                set attempts = code.attempts + case when proof.given then 0 else 1 end
                from registration, lateral (
                    select registration.birth_date = $2 and registration.sex = $3
                           and (not $4::boolean
                                or coalesce(case when registration.reference_number is null
                                                 then registration.number = $6::bigint
                                                 else registration.reference_number = $5::text end, false)) as given
                ) as proof
                where code.digest = $1 and code.used_at is null and code.expires_at > clock_timestamp()
                  and code.attempts < $7 and registration.client_id = code.client_id
                  and not exists (select from account where account.client_id = code.client_id)
                returning code.client_id, registration.reference_number is not null as existing, proof.given
                """;
        LocalDate birthDate = claim.birthDate();
        Tuple parameters = Tuple.tuple()
                .addBuffer(
                        Secrets.ofAuthorizationCode(claim.authorizationCode()).bytes())
                .addLocalDate(birthDate)
                .addString(claim.sex().name())
                .addBoolean(numberNeeded)
                .addString(referenceNumber)
                .addLong(clientNumber)
                .addInteger(mostAttempts);
        return sql.first(
                        check,
                        parameters,
                        row -> row.getBoolean("given")
                                ? Optional.of(new Owner(row.getUUID("client_id"), row.getBoolean("existing")))
                                : Optional.<Owner>empty())
                .map(found -> found.flatMap(owner -> owner));
    }

    /** Deletes codes that can be used no longer, some time after. */
    Future<Void> clean() {
        String delete = """
                delete from authorization_code where digest in (
                    select digest from authorization_code
                    where expires_at < now() - $1::int * interval '1 day' limit $2)
                """;
        return sql.execute(delete, Tuple.of(KEPT_DAYS, CLEANING_BATCH)).mapEmpty();
    }
}
