package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.creneau.core.Sql;

/** Signing keys in PostgreSQL, so that every node takes every node's tokens, today and after a restart. */
record SigningKeyStore(Sql sql) {

    static final String ALGORITHM = "RS256";

    /**
     * A key pair.
     *
     * @param privateKey PKCS#8
     * @param publicKey X.509 SubjectPublicKeyInfo
     */
    record StoredKey(String id, Buffer privateKey, Buffer publicKey) {
        @Override
        public String toString() {
            return "StoredKey[" + id + "]";
        }
    }

    /**
     * All keys, oldest first.
     *
     * @param signing index of the one that signs
     */
    record Keys(List<StoredKey> keys, int signing) {}

    /**
     * The newest key signs, but only once it is so old that every node has read it; before that, on a new database, the
     * oldest, so that nodes that start together agree.
     */
    Future<Keys> load(long settleSeconds) {
        String select = """
                select id, private_key, public_key, created_at < now() - $1::bigint * interval '1 second' as settled
                from signing_key where algorithm = $2
                order by created_at, id
                """;
        return sql.execute(select, Tuple.of(settleSeconds, ALGORITHM)).map(rows -> {
            List<Row> all = StreamSupport.stream(rows.spliterator(), false).toList();
            int signing = 0;
            for (int i = 0; i < all.size(); i++) {
                signing = all.get(i).getBoolean("settled") ? i : signing;
            }
            return new Keys(all.stream().map(SigningKeyStore::key).toList(), signing);
        });
    }

    /** Whether the newest key is too old to go on signing, or there is none. */
    Future<Boolean> isDue(int days) {
        String select = """
                select not exists (
                    select from signing_key
                    where algorithm = $1 and created_at > now() - $2::int * interval '1 day') as due
                """;
        return sql.execute(select, Tuple.of(ALGORITHM, days))
                .map(rows -> rows.iterator().next().getBoolean("due"));
    }

    /** Adds a key, unless another node has just added one. */
    Future<Void> add(StoredKey key, int days) {
        String insert = """
                insert into signing_key (id, algorithm, private_key, public_key)
                select $1, $2, $3, $4 where not exists (
                    select from signing_key
                    where algorithm = $2 and created_at > now() - $5::int * interval '1 day')
                """;
        return sql.execute(insert, Tuple.of(key.id(), ALGORITHM, key.privateKey(), key.publicKey(), days))
                .mapEmpty();
    }

    /** Deletes keys whose successor has been there so long that the last token they signed is over. */
    Future<Void> deleteSuperseded(long afterSeconds) {
        String delete = """
                delete from signing_key where exists (
                    select from signing_key as successor
                    where successor.algorithm = signing_key.algorithm
                      and successor.created_at > signing_key.created_at
                      and successor.created_at < now() - $1::bigint * interval '1 second')
                """;
        return sql.execute(delete, Tuple.of(afterSeconds)).mapEmpty();
    }

    private static StoredKey key(Row row) {
        return new StoredKey(row.getString("id"), row.getBuffer("private_key"), row.getBuffer("public_key"));
    }
}
