package org.creneau.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.testkit.ContractClient.Response;
import org.jspecify.annotations.Nullable;

/** People with registrations, written behind the service's back, and what they were sent. */
public final class People {

    /** Of every account that is made here. */
    public static final String PASSWORD = "motdepasse1";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String database;

    public People(String database) {
        this.database = database;
    }

    /** Somebody registered, whom the ministry knew before if there is a reference number. */
    public record Registered(
            UUID clientId,
            long number,
            @Nullable String referenceNumber,
            String givenName,
            String familyName,
            String email) {

        public static final String BIRTH_DATE = "1978-05-05";
        public static final String SEX = "M";
    }

    /** A mail that waits to be sent. */
    public record Sent(String to, String language, JsonObject model) {}

    /** A registration without an account. */
    public Registered register(boolean known) {
        int number = NEXT.incrementAndGet();
        String reference = known ? String.format(Locale.ROOT, "C%07d", number) : null;
        Registered person = new Registered(
                UUID.randomUUID(),
                10_000L + number,
                reference,
                "Hélène-Anaïs " + letters(number),
                "D'Église",
                "personne" + number + "@example.org");
        execute("insert into client (id) values (?)", person.clientId());
        register(person);
        return person;
    }

    /** A registration for a client who is there. */
    public void register(Registered person) {
        execute(
                """
                insert into registration (client_id, number, status_id, family_name, given_name, birth_date, sex,
                                          reference_number, email, country, street, town, home_phone, residence_in_quebec, french,
                                          source)
                values (?, ?, 'resident-permanent', ?, ?, ?::date, ?, ?, ?, 'CA', '1, rue Un', 'Montréal', '514 555-0100', true, true,
                        'PARTNER')
                """,
                person.clientId(),
                person.number(),
                person.familyName(),
                person.givenName(),
                Registered.BIRTH_DATE,
                Registered.SEX,
                person.referenceNumber(),
                person.email());
    }

    /** So that no two have the same name. */
    private static String letters(int number) {
        return Integer.toString(number, 26)
                .chars()
                .map(c -> Character.isDigit(c) ? c - '0' + 'a' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    public static String newUserCode() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /** What is posted to make an account. */
    public static JsonObject account(String userCode) {
        return new JsonObject()
                .put("userCode", userCode)
                .put("password", PASSWORD)
                .put("email", userCode + "@example.org")
                .put("securityQuestions", questions("Le canot", "Saint-Louis"));
    }

    public static JsonArray questions(String hobby, String school) {
        return new JsonArray()
                .add(new JsonObject().put("question", "passe-temps").put("answer", hobby))
                .add(new JsonObject().put("question", "ecole-primaire").put("answer", school));
    }

    /** The id of the client of a new account. */
    public static UUID create(ContractClient client, String userCode) {
        return UUID.fromString(client.post("/accounts")
                .json(account(userCode))
                .await()
                .expect(201)
                .getString("id"));
    }

    public static Response logIn(ContractClient client, String userCode, String password) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", password))
                .await();
    }

    /** What was sent to a client, the oldest first. */
    public List<Sent> mails(UUID clientId, String kind) {
        List<Sent> found = new ArrayList<>();
        for (List<String> row : rows(
                "select recipient, language, model::text from mail where client_id = ? and kind = ? order by created_at, id",
                clientId,
                kind)) {
            found.add(new Sent(row.get(0), row.get(1), new JsonObject(row.get(2))));
        }
        return found;
    }

    /** The changes in a client's history, the oldest first, as CHANGE details. */
    public List<String> history(UUID clientId) {
        return rows(
                        "select change || ' ' || details::text from file_history where client_id = ? and actor = ?"
                                + " and source = 'CLIENT' order by id",
                        clientId,
                        clientId)
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** The rows of a query, as text. */
    public List<List<String>> rows(String sql, Object... parameters) {
        try (Connection connection = TestServers.connect(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<List<String>> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(rows.getString(i)));
                    }
                    found.add(row);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The number that a query counts. */
    public long count(String sql, Object... parameters) {
        return Long.parseLong(rows(sql, parameters).get(0).get(0));
    }

    public void execute(String sql, @Nullable Object... parameters) {
        try (Connection connection = TestServers.connect(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
