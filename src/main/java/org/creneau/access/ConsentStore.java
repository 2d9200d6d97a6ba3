package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.access.Consents.Consent;
import org.creneau.core.LocalText;
import org.creneau.core.Sql;

/** Whom clients let use their file, in PostgreSQL. */
record ConsentStore(Sql sql) {

    private static final int MOST_ORGANISATIONS = 1000;

    /** The latest of each organisation. */
    private static final String LATEST = """
            select distinct on (organisation_id) organisation_id, name_fr, name_en, given_at, withdrawn_at
            from consent join organisation on organisation.id = consent.organisation_id
            where client_id = $1 and ($2::text is null or organisation_id = $2)
            order by organisation_id, given_at desc
            """;

    /** Whether the client has consented to the organisation's use of the file, and not withdrawn it. */
    Future<Boolean> isGiven(UUID clientId, String organisation) {
        String select = "select where " + Consents.isGiven("$1", "$2");
        return sql.execute(select, Tuple.of(clientId, organisation)).map(rows -> rows.size() > 0);
    }

    /** @return false when it is given already, or when there is nobody any more to give it */
    static Future<Boolean> give(SqlClient within, UUID clientId, String organisation) {
        String insert = """
                insert into consent (client_id, organisation_id)
                select $1, $2 where %s
                on conflict (client_id, organisation_id) where withdrawn_at is null do nothing
                """.formatted(PresentClients.isThere("$1"));
        return Sql.on(within, insert, Tuple.of(clientId, organisation)).map(rows -> rows.rowCount() > 0);
    }

    /** @return false when none was given */
    static Future<Boolean> withdraw(SqlClient within, UUID clientId, String organisation) {
        String update = """
                update consent set withdrawn_at = clock_timestamp()
                where client_id = $1 and organisation_id = $2 and withdrawn_at is null
                """;
        return Sql.on(within, update, Tuple.of(clientId, organisation)).map(rows -> rows.rowCount() > 0);
    }

    Future<List<Consent>> latest(UUID clientId) {
        String select = "select * from (" + LATEST + ") as latest order by given_at desc, organisation_id limit $3";
        return sql.execute(select, Tuple.of(clientId, null, MOST_ORGANISATIONS))
                .map(rows -> rows.stream().map(ConsentStore::consent).toList());
    }

    static Future<Optional<Consent>> latest(SqlClient within, UUID clientId, String organisation) {
        return Sql.on(within, LATEST, Tuple.of(clientId, organisation))
                .map(rows -> rows.stream().map(ConsentStore::consent).findFirst());
    }

    private static Consent consent(Row row) {
        OffsetDateTime withdrawnAt = row.getOffsetDateTime("withdrawn_at");
        return new Consent(
                row.getString("organisation_id"),
                new LocalText(row.getString("name_fr"), row.getString("name_en")),
                row.getOffsetDateTime("given_at").toInstant(),
                withdrawnAt == null ? null : withdrawnAt.toInstant());
    }

    /** Which of the clients have. */
    Future<Set<UUID>> given(Set<UUID> clientIds, String organisation) {
        if (clientIds.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        String select = "select client_id from unnest($1::uuid[]) asked (client_id) where "
                + Consents.isGiven("asked.client_id", "$2");
        return sql.execute(select, Tuple.of(clientIds.toArray(UUID[]::new), organisation))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }
}
