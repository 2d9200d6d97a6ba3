package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.access.Scope;
import org.creneau.auth.Digest;
import org.creneau.core.Sql;
import org.creneau.partner.PartnerSystems.PartnerSystem;
import org.creneau.partner.PartnerSystems.Secret;
import org.jspecify.annotations.Nullable;

/** Partners' systems, their secrets and keys in PostgreSQL. */
record PartnerSystemStore(Sql sql) {

    /** Of one system that are shown; older ones are over. */
    private static final int MOST_SHOWN = 20;

    /** Which secrets are good now. */
    private static final String GOOD = "revoked_at is null and (expires_at is null or expires_at > clock_timestamp())";

    /** Of a system that may come in, with one of its good secrets or keys. */
    private static final String SELECT_GOOD = """
            select partner_system.organisation_id, partner_system.scopes, partner_secret.id as secret_id, public_key,
                   greatest(1, least($2::bigint,
                       floor(extract(epoch from partner_secret.expires_at - clock_timestamp()))))::bigint as lifetime
            from partner_secret join partner_system on partner_system.id = partner_secret.partner_id
            where partner_secret.partner_id = $1 and partner_system.disabled_at is null and\s""" + GOOD;

    /**
     * A system that has shown one of its secrets, or may show that it has a key.
     *
     * @param lifetimeSeconds of an access token, at least 1
     */
    record Known(String organisation, Set<Scope> scopes, UUID secretId, long lifetimeSeconds) {
        static Known of(Row row) {
            return new Known(
                    row.getString("organisation_id"),
                    PartnerSystemStore.scopes(row),
                    row.getUUID("secret_id"),
                    row.getLong("lifetime"));
        }
    }

    /** A public key, and who comes in by its private half. */
    record KnownByKey(PublicKeyText key, Known known) {}

    /**
     * Who has this id and this secret. An id that nobody has and a secret that is somebody else's, or nobody's, take the
     * same way through the same index.
     */
    Future<Optional<Known>> authenticate(UUID systemId, Digest secret, long accessTokenSeconds) {
        return sql.first(
                SELECT_GOOD + " and digest = $3", Tuple.of(systemId, accessTokenSeconds, secret.bytes()), Known::of);
    }

    /** The good keys of a system. */
    Future<List<KnownByKey>> keys(UUID systemId, long accessTokenSeconds) {
        String select = SELECT_GOOD + " and public_key is not null order by partner_secret.id desc";
        return sql.execute(select, Tuple.of(systemId, accessTokenSeconds))
                .map(rows -> rows.stream()
                        .flatMap(
                                row -> PublicKeyText.read(row.getString("public_key"))
                                        .map(key -> new KnownByKey(key, Known.of(row)))
                                        .stream())
                        .toList());
    }

    /**
     * Uses up an assertion.
     *
     * @return false when it was used before, or is over by now: what was forgotten lets nobody in
     */
    Future<Boolean> use(UUID systemId, Digest assertion, Instant expiresAt) {
        String insert = """
                insert into partner_assertion (partner_id, digest, expires_at)
                select $1, $2, $3 where $3 > clock_timestamp() on conflict do nothing
                """;
        return sql.execute(insert, Tuple.of(systemId, assertion.bytes(), expiresAt.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Some that have been over for a while: what is asked again at the last moment must find that it was used. */
    Future<Void> forgetAssertions() {
        String delete = """
                delete from partner_assertion where (partner_id, digest) in (
                    select partner_id, digest from partner_assertion
                    where expires_at < clock_timestamp() - interval '1 minute' order by expires_at limit 100)
                """;
        return sql.execute(delete, Tuple.tuple()).mapEmpty();
    }

    /**
     * Systems, the newest first, with their secrets.
     *
     * @param before only older ones than this; null: all
     */
    Future<List<PartnerSystem>> list(@Nullable String organisation, int limit, @Nullable UUID before) {
        String where = """
                where ($1::text is null or organisation_id = $1) and ($2::uuid is null or id < $2)
                order by id desc limit $3
                """;
        return sql.execute(select(where), Tuple.of(organisation, before, limit))
                .map(rows -> rows.stream().map(PartnerSystemStore::system).toList());
    }

    /** @param within the transaction that has changed it */
    static Future<Optional<PartnerSystem>> find(SqlClient within, UUID systemId) {
        return Sql.on(within, select("where id = $1"), Tuple.of(systemId))
                .map(rows -> rows.stream().map(PartnerSystemStore::system).findFirst());
    }

    private static String select(String where) {
        return """
                select system.id, organisation_id, name, scopes, system.created_at, disabled_at,
                       coalesce(secret.ids, '{}') as secret_ids, coalesce(secret.created, '{}') as secret_created,
                       coalesce(secret.expires, '{}') as secret_expires, coalesce(secret.revoked, '{}') as secret_revoked,
                       coalesce(secret.keys, '{}') as secret_keys
                from (select * from partner_system %s) as system,
                     lateral (
                         select array_agg(id order by id desc) as ids, array_agg(created_at order by id desc) as created,
                                array_agg(expires_at order by id desc) as expires,
                                array_agg(revoked_at order by id desc) as revoked,
                                array_agg(public_key order by id desc) as keys
                         from (select * from partner_secret where partner_id = system.id order by id desc limit %d) as newest
                     ) as secret
                order by system.id desc
                """.formatted(where, MOST_SHOWN);
    }

    /** @return false when there is no such organisation */
    static Future<Boolean> insert(SqlClient within, UUID id, String organisation, String name, Set<Scope> scopes) {
        String insert = """
                insert into partner_system (id, organisation_id, name, scopes)
                select $1, id, $3, $4 from organisation where id = $2
                """;
        String[] texts = scopes.stream().sorted().map(Scope::text).toArray(String[]::new);
        return Sql.on(within, insert, Tuple.of(id, organisation, name, texts)).map(rows -> rows.rowCount() > 0);
    }

    static Future<Void> insertSecret(SqlClient within, UUID systemId, UUID secretId, Digest secret) {
        String insert = "insert into partner_secret (id, partner_id, digest) values ($1, $2, $3)";
        return Sql.on(within, insert, Tuple.of(secretId, systemId, secret.bytes()))
                .mapEmpty();
    }

    /** @return false when the system has it, or had it */
    static Future<Boolean> insertKey(SqlClient within, UUID systemId, UUID keyId, PublicKeyText key) {
        String insert = """
                insert into partner_secret (id, partner_id, public_key) values ($1, $2, $3) on conflict do nothing
                """;
        return Sql.on(within, insert, Tuple.of(keyId, systemId, key.pem())).map(rows -> rows.rowCount() > 0);
    }

    /** How many secrets and keys of the system are good. */
    static Future<Integer> goodSecrets(SqlClient within, UUID systemId) {
        String select = "select count(*)::int as good from partner_secret where partner_id = $1 and " + GOOD;
        return Sql.on(within, select, Tuple.of(systemId))
                .map(rows -> rows.iterator().next().getInteger("good"));
    }

    /** Gives the good secrets an end, unless they have an earlier one. */
    static Future<Void> expireSecrets(SqlClient within, UUID systemId, int minutes) {
        String update = """
                update partner_secret
                set expires_at = least(expires_at, clock_timestamp() + $2::int * interval '1 minute')
                where partner_id = $1 and\s""" + GOOD;
        return Sql.on(within, update, Tuple.of(systemId, minutes)).mapEmpty();
    }

    /** @return those that were good */
    static Future<List<UUID>> revokeAll(SqlClient within, UUID systemId) {
        String update = """
                update partner_secret set revoked_at = clock_timestamp() where partner_id = $1 and revoked_at is null
                returning id
                """;
        return Sql.on(within, update, Tuple.of(systemId)).map(PartnerSystemStore::ids);
    }

    /** @return it, if it was good */
    static Future<List<UUID>> revoke(SqlClient within, UUID systemId, UUID secretId) {
        String update = """
                update partner_secret set revoked_at = clock_timestamp()
                where partner_id = $1 and id = $2 and revoked_at is null
                returning id
                """;
        return Sql.on(within, update, Tuple.of(systemId, secretId)).map(PartnerSystemStore::ids);
    }

    /** Whether the system has it, good or not. */
    static Future<Boolean> hasSecret(SqlClient within, UUID systemId, UUID secretId) {
        String select = "select from partner_secret where partner_id = $1 and id = $2";
        return Sql.on(within, select, Tuple.of(systemId, secretId)).map(rows -> rows.size() > 0);
    }

    /** @return false when it was disabled before, or is not there */
    static Future<Boolean> disable(SqlClient within, UUID systemId) {
        String update =
                "update partner_system set disabled_at = clock_timestamp() where id = $1 and disabled_at is null";
        return Sql.on(within, update, Tuple.of(systemId)).map(rows -> rows.rowCount() > 0);
    }

    private static List<UUID> ids(io.vertx.sqlclient.RowSet<Row> rows) {
        return rows.stream().map(row -> row.getUUID("id")).toList();
    }

    private static PartnerSystem system(Row row) {
        UUID[] ids = row.getArrayOfUUIDs("secret_ids");
        OffsetDateTime[] created = row.getArrayOfOffsetDateTimes("secret_created");
        @Nullable OffsetDateTime[] expires = row.getArrayOfOffsetDateTimes("secret_expires");
        @Nullable OffsetDateTime[] revoked = row.getArrayOfOffsetDateTimes("secret_revoked");
        @Nullable String[] keys = row.getArrayOfStrings("secret_keys");
        List<Secret> secrets = IntStream.range(0, ids.length)
                .mapToObj(i ->
                        new Secret(ids[i], keys[i], created[i].toInstant(), instant(expires[i]), instant(revoked[i])))
                .toList();
        return new PartnerSystem(
                row.getUUID("id"),
                row.getString("organisation_id"),
                row.getString("name"),
                scopes(row),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("disabled_at")),
                secrets);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static Set<Scope> scopes(Row row) {
        return Arrays.stream(row.getArrayOfStrings("scopes"))
                .map(text -> Scope.of(text).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a system of the organisation has registered this person. Systems are shut out, but never deleted. */
    static Future<Boolean> hasRegistered(SqlClient within, String organisation, UUID clientId) {
        String select = """
                select exists (
                    select from file_history join partner_system system on system.id = file_history.actor
                    where client_id = $1 and change = 'REGISTERED' and organisation_id = $2)
                """;
        return Sql.on(within, select, Tuple.of(clientId, organisation))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
