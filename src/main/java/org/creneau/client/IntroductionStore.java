package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.PresentClients;
import org.creneau.auth.Digest;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** What partners ask for about people whom they do not know yet, in PostgreSQL. */
record IntroductionStore(Sql sql) {

    /** A request may be repeated for so long. */
    private static final int KEPT_DAYS = 30;

    private static final int CLEANING_BATCH = 10_000;

    /** What a key named before. */
    record Made(UUID clientId, Digest digest) {}

    /** Somebody's account. */
    record Account(UUID clientId, String userCode, String email, String language) {
        @Override
        public String toString() {
            return "Account[" + clientId + "]";
        }
    }

    Future<Optional<Made>> made(UUID partnerId, String key) {
        String select = "select client_id, digest from partner_registration where partner_id = $1 and request_key = $2";
        return sql.first(
                select,
                Tuple.of(partnerId, key),
                row -> new Made(row.getUUID("client_id"), new Digest(row.getBuffer("digest"))));
    }

    static Future<Boolean> isMade(SqlClient within, UUID partnerId, String key) {
        String select = "select from partner_registration where partner_id = $1 and request_key = $2";
        return Sql.on(within, select, Tuple.of(partnerId, key)).map(rows -> rows.size() > 0);
    }

    /** Fails with a unique violation when the key was used meanwhile. */
    static Future<Void> note(SqlClient within, UUID partnerId, String key, Digest digest, UUID clientId) {
        String insert = """
                insert into partner_registration (partner_id, request_key, digest, client_id) values ($1, $2, $3, $4)
                """;
        return Sql.on(within, insert, Tuple.of(partnerId, key, digest.bytes(), clientId))
                .mapEmpty();
    }

    /**
     * Of a person whom the ministry knows by this number from its other services (guide 2.1). An account that was to go
     * because nobody uses it stays: what is registered in it must not go with it.
     */
    static Future<Optional<UUID>> ownerOf(SqlClient within, @Nullable String referenceNumber) {
        String keep = """
                delete from erasure_request using account
                where account.reference_number = $1 and erasure_request.client_id = account.client_id
                  and erasure_request.because = 'UNUSED' and erasure_request.state = 'REQUESTED'
                """;
        String select = """
                select client_id from account
                where reference_number = $1 and %s
                """.formatted(PresentClients.isThere("account.client_id"));
        // One after the other: who is settled meanwhile is seen to be gone.
        return Sql.on(within, keep, Tuple.of(referenceNumber))
                .compose(kept -> Sql.on(within, select, Tuple.of(referenceNumber)))
                .map(rows -> rows.stream().map(row -> row.getUUID("client_id")).findFirst());
    }

    static Future<Optional<Account>> account(SqlClient within, UUID clientId) {
        String select = "select client_id, user_code, email, language from account where client_id = $1";
        return Sql.on(within, select, Tuple.of(clientId))
                .map(rows -> rows.stream()
                        .map(row -> new Account(
                                row.getUUID("client_id"),
                                row.getString("user_code"),
                                row.getString("email"),
                                row.getString("language")))
                        .findFirst());
    }

    static Future<Void> insertClient(SqlClient within, UUID clientId) {
        return Sql.on(within, "insert into client (id) values ($1)", Tuple.of(clientId))
                .mapEmpty();
    }

    /** Who has one of the numbers and is not being erased; two at the most. */
    static Future<List<UUID>> holders(SqlClient within, Identity identity) {
        String select = """
                select client_id from registration
                where (reference_number = $1 or cic_number = $2 or number = $3) and %s
                limit 2
                """.formatted(PresentClients.isThere("registration.client_id"));
        @Nullable String number = identity.clientNumber();
        Tuple parameters = Tuple.of(
                identity.referenceNumber(), identity.cicNumber(), number == null ? null : Long.valueOf(number));
        return Sql.on(within, select, parameters)
                .map(rows -> rows.stream().map(row -> row.getUUID("client_id")).toList());
    }

    /** Who has this client number and this birth date. */
    Future<Optional<UUID>> find(@Nullable Long clientNumber, LocalDate birthDate) {
        String select = """
                select client_id from registration
                where number = $1 and birth_date = $2 and %s
                """.formatted(PresentClients.isThere("registration.client_id"));
        return sql.first(select, Tuple.of(clientNumber, birthDate), row -> row.getUUID("client_id"));
    }

    /** Deletes keys that nobody will repeat any more. */
    Future<Void> clean() {
        String delete = """
                delete from partner_registration where (partner_id, request_key) in (
                    select partner_id, request_key from partner_registration
                    where created_at < now() - $1::int * interval '1 day' limit $2)
                """;
        return sql.execute(delete, Tuple.of(KEPT_DAYS, CLEANING_BATCH)).mapEmpty();
    }

    /** Of all that was asked for, as it is stored. */
    static Digest digest(Form form, @Nullable String language) {
        Buffer text = Buffer.buffer();
        for (Part part :
                List.of(form.status(), form.identity(), form.contact(), form.complementary(), form.consent())) {
            text.appendBuffer(part.json().toBuffer());
        }
        return Digest.of(text + "|" + language);
    }
}
