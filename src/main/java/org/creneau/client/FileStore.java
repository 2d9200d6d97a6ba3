package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** The files of registered clients in PostgreSQL. */
record FileStore(Sql sql) {

    private static final String SELECT = """
            select client_id, number, version, status_id, status_granted_on, family_name, given_name, birth_date, sex,
                   reference_number, cic_number, email, language, country, street, apartment, postal_box, town, province,
                   postal_code, home_phone, work_phone, work_phone_extension, other_phone, fax, french, heard_from,
                   occupation_field, intended_occupation, schooling, declaration_version, declared_at, registered_at,
                   updated_at
            from registration
            """;

    Future<Optional<ClientFile>> find(UUID clientId) {
        return sql.first(SELECT + "where client_id = $1", Tuple.of(clientId), FileStore::file);
    }

    /** Of somebody who has one. */
    static Future<ClientFile> read(SqlClient within, UUID clientId) {
        return find(within, clientId).map(Optional::orElseThrow);
    }

    static Future<Optional<ClientFile>> find(SqlClient within, UUID clientId) {
        return Sql.on(within, SELECT + "where client_id = $1", Tuple.of(clientId))
                .map(rows -> rows.stream().findFirst().map(FileStore::file));
    }

    /**
     * Makes a file.
     *
     * @param language of the mails, unless the client's account says which
     * @param source who registers the client
     * @return false when the client, or somebody with one of the numbers, has one already
     */
    static Future<Boolean> insert(SqlClient within, UUID clientId, Form form, String language, String source) {
        String insert = """
                insert into registration (client_id, status_id, status_granted_on, family_name, given_name, birth_date,
                    sex, reference_number, cic_number, email, country, street, apartment, postal_box, town, province,
                    postal_code, home_phone, work_phone, work_phone_extension, other_phone, fax, french, heard_from,
                    occupation_field, intended_occupation, schooling, residence_in_quebec, declaration_version,
                    declared_at, source, language)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23, $24, $25, $26, $27, $28, $29, clock_timestamp(), $31,
                    coalesce((select language from account where client_id = $1), $30))
                on conflict do nothing
                """;
        Tuple parameters = contents(clientId, form.status(), form.identity(), form.contact(), form.complementary());
        parameters.addValue(form.consent().version()).addValue(language).addValue(source);
        return Sql.on(within, insert, parameters).map(rows -> rows.rowCount() > 0);
    }

    /**
     * Changes a file, unless it has changed since it was read.
     *
     * @param file its new contents, with the version that was read
     */
    static Future<Boolean> update(SqlClient within, ClientFile file) {
        String update = """
                update registration
                set status_id = $2, status_granted_on = $3, family_name = $4, given_name = $5, birth_date = $6, sex = $7,
                    reference_number = $8, cic_number = $9, email = $10, country = $11, street = $12, apartment = $13,
                    postal_box = $14, town = $15, province = $16, postal_code = $17, home_phone = $18, work_phone = $19,
                    work_phone_extension = $20, other_phone = $21, fax = $22, french = $23, heard_from = $24,
                    occupation_field = $25, intended_occupation = $26, schooling = $27, residence_in_quebec = $28,
                    version = version + 1, updated_at = clock_timestamp()
                where client_id = $1 and version = $29
                """;
        Tuple parameters =
                contents(file.clientId(), file.status(), file.identity(), file.contact(), file.complementary());
        parameters.addValue(file.version());
        return Sql.on(within, update, parameters).map(rows -> rows.rowCount() > 0);
    }

    /** @param details never a secret */
    static Future<Void> note(SqlClient within, UUID clientId, Author author, String change, JsonObject details) {
        String insert = """
                insert into file_history (client_id, actor, source, change, details) values ($1, $2, $3, $4, $5)
                """;
        return Sql.on(within, insert, Tuple.of(clientId, author.id(), author.source(), change, details))
                .mapEmpty();
    }

    /** Of the client's account; empty when there is none. */
    static Future<Optional<String>> userCode(SqlClient within, UUID clientId) {
        return Sql.on(within, "select user_code from account where client_id = $1", Tuple.of(clientId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("user_code"))
                        .findFirst());
    }

    private static Tuple contents(
            UUID clientId, ImmigrationStatus status, Identity identity, Contact contact, Complementary complementary) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(clientId);
        values.add(status.id());
        values.add(status.grantedOn());
        values.add(identity.familyName());
        values.add(identity.givenName());
        values.add(identity.birthDate());
        values.add(identity.sex());
        values.add(identity.referenceNumber());
        values.add(identity.cicNumber());
        values.add(identity.email());
        values.add(contact.country());
        values.add(contact.street());
        values.add(contact.apartment());
        values.add(contact.postalBox());
        values.add(contact.town());
        values.add(contact.province());
        values.add(contact.postalCode());
        values.add(contact.homePhone());
        values.add(contact.workPhone());
        values.add(contact.workPhoneExtension());
        values.add(contact.otherPhone());
        values.add(contact.fax());
        values.add(complementary.french());
        values.add(complementary.heardFrom());
        values.add(complementary.occupationField());
        values.add(complementary.intendedOccupation());
        values.add(complementary.schooling());
        values.add(contact.inQuebec());
        return Tuple.from(values);
    }

    private static ClientFile file(Row row) {
        OffsetDateTime declaredAt = row.getOffsetDateTime("declared_at");
        return new ClientFile(
                row.getUUID("client_id"),
                row.getLong("number"),
                row.getInteger("version"),
                new ImmigrationStatus(row.getString("status_id"), row.getLocalDate("status_granted_on")),
                identity(row),
                contact(row),
                new Complementary(
                        row.getBoolean("french"),
                        row.getString("heard_from"),
                        row.getString("occupation_field"),
                        row.getString("intended_occupation"),
                        row.getString("schooling")),
                row.getString("declaration_version"),
                declaredAt == null ? null : declaredAt.toInstant(),
                row.getString("language"),
                row.getOffsetDateTime("registered_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Identity identity(Row row) {
        return new Identity(
                row.getString("family_name"),
                row.getString("given_name"),
                row.getLocalDate("birth_date"),
                row.getString("sex"),
                row.getString("reference_number"),
                null,
                row.getString("cic_number"),
                row.getString("email"));
    }

    private static Contact contact(Row row) {
        return new Contact(
                row.getString("country"),
                row.getString("street"),
                row.getString("apartment"),
                row.getString("postal_box"),
                row.getString("town"),
                row.getString("province"),
                row.getString("postal_code"),
                row.getString("home_phone"),
                row.getString("work_phone"),
                row.getString("work_phone_extension"),
                row.getString("other_phone"),
                row.getString("fax"));
    }
}
