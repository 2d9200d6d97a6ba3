package org.creneau.embedded;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Ids;
import org.creneau.core.MinistryTime;
import org.creneau.embedded.DemoFiles.Answer;
import org.creneau.embedded.DemoFiles.DemoClient;
import org.creneau.embedded.DemoFiles.DemoEmployee;
import org.creneau.embedded.DemoPlan.DemoBooking;

/** Inserts the demo clients and employees, their accounts and what they have booked. */
final class DemoAccounts {

    private DemoAccounts() {}

    /** An account with what is stored instead of password and answers. */
    record Account(
            UUID clientId,
            UUID accountId,
            String userCode,
            String email,
            String passwordHash,
            List<String> questions,
            List<String> answerHashes) {

        /** @param hashes of the password and the answers */
        static Account of(String userCode, String email, List<Answer> answers, List<String> hashes) {
            return new Account(
                    Ids.next(),
                    Ids.next(),
                    userCode,
                    email,
                    hashes.get(0),
                    answers.stream().map(Answer::question).toList(),
                    hashes.subList(1, hashes.size()));
        }
    }

    /** A demo client with the account. */
    record HashedClient(Account account, DemoClient client) {
        UUID clientId() {
            return account.clientId();
        }
    }

    /** A demo employee with the account. */
    record HashedEmployee(Account account, DemoEmployee employee) {}

    static Future<Void> insert(SqlConnection connection, List<HashedClient> clients) {
        return insertAccounts(
                        connection, clients.stream().map(HashedClient::account).toList())
                .compose(done -> insertRegistrations(connection, clients));
    }

    static Future<Void> insertEmployees(SqlConnection connection, List<HashedEmployee> employees) {
        String member = "insert into staff_member (client_id, organisation_id, role) values ($1, $2, $3)";
        return insertAccounts(
                        connection,
                        employees.stream().map(HashedEmployee::account).toList())
                .compose(done -> DemoCatalogue.batch(
                        connection,
                        member,
                        employees.stream()
                                .map(one -> Tuple.of(
                                        one.account().clientId(),
                                        one.employee().organisation(),
                                        one.employee().role()))
                                .toList()));
    }

    private static Future<Void> insertAccounts(SqlConnection connection, List<Account> accounts) {
        String account = """
                insert into account (id, client_id, user_code, email, password_hash)
                values ($1, $2, $3, $4, $5)
                """;
        return DemoCatalogue.batch(
                        connection,
                        "insert into client (id) values ($1)",
                        accounts.stream().map(one -> Tuple.of(one.clientId())).toList())
                .compose(done -> DemoCatalogue.batch(
                        connection,
                        account,
                        accounts.stream()
                                .map(one -> Tuple.of(
                                        one.accountId(),
                                        one.clientId(),
                                        one.userCode(),
                                        one.email(),
                                        one.passwordHash()))
                                .toList()))
                .compose(done -> insertAnswers(connection, accounts));
    }

    private static Future<Void> insertAnswers(SqlConnection connection, List<Account> accounts) {
        String sql = """
                insert into security_answer (account_id, position, question, answer_hash)
                values ($1, $2, $3, $4)
                """;
        List<Tuple> rows = new ArrayList<>();
        for (Account one : accounts) {
            for (int i = 0; i < one.answerHashes().size(); i++) {
                rows.add(Tuple.of(
                        one.accountId(),
                        (short) (i + 1),
                        one.questions().get(i),
                        one.answerHashes().get(i)));
            }
        }
        return DemoCatalogue.batch(connection, sql, rows);
    }

    /** Registered by themselves, all of them living in Quebec. */
    private static Future<Void> insertRegistrations(SqlConnection connection, List<HashedClient> clients) {
        String sql = """
                insert into registration (client_id, status_id, status_granted_on, family_name, given_name, birth_date,
                    sex, cic_number, email, country, street, town, province, postal_code, home_phone, french,
                    residence_in_quebec, declaration_version, declared_at, source)
                values ($1, $2, (clock_timestamp() at time zone '%s')::date - $3::int, $4, $5, $6, $7, $8,
                    $9, 'CA', $10, $11, 'QC', $12, $13, $14, true,
                    (select version from declaration order by since desc limit 1), clock_timestamp(), 'CLIENT')
                """.formatted(MinistryTime.ZONE_NAME);
        String history = """
                insert into file_history (client_id, actor, source, change) values ($1, $1, 'CLIENT', 'REGISTERED')
                """;
        return DemoCatalogue.batch(
                        connection,
                        sql,
                        clients.stream().map(DemoAccounts::registration).toList())
                .compose(done -> DemoCatalogue.batch(
                        connection,
                        history,
                        clients.stream().map(one -> Tuple.of(one.clientId())).toList()));
    }

    private static Tuple registration(HashedClient one) {
        DemoFiles.Registration file = one.client().registration();
        return Tuple.from(new Object[] {
            one.clientId(),
            file.status(),
            file.grantedDaysAgo(),
            file.familyName(),
            file.givenName(),
            LocalDate.parse(file.birthDate()),
            file.sex(),
            file.cicNumber(),
            one.client().email(),
            file.street(),
            file.town(),
            file.postalCode(),
            file.homePhone(),
            file.french()
        });
    }

    static Future<Void> insertBookings(
            SqlConnection connection, List<HashedClient> clients, List<DemoBooking> bookings) {
        Map<String, UUID> clientIds =
                clients.stream().collect(Collectors.toMap(one -> one.client().userCode(), HashedClient::clientId));
        List<Tuple> rows = bookings.stream()
                .map(booking -> tuple(booking, Objects.requireNonNull(clientIds.get(booking.userCode()))))
                .toList();
        String booked = """
                with new_booking as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, created_at)
                    values ($1, $2, $3, $4, $5, $6, 'CLIENT', $7)
                    returning id, client_id, created_at
                )
                insert into booking_history (booking_id, at, actor, source, from_state, to_state)
                select id, created_at, client_id, 'CLIENT', null, 'BOOKED' from new_booking
                """;
        // The history of a kept appointment has two steps, as if it had been booked here. Each has a statement of its
        // own: PostgreSQL numbers the rows of one statement's parts in no certain order.
        String completed = """
                insert into booking_history (booking_id, at, actor, source, from_state, to_state)
                select id, $2, client_id, 'MINISTRY', 'BOOKED', state from booking where id = $1
                """;
        return DemoCatalogue.batch(connection, booked, rows)
                .compose(done -> DemoCatalogue.batch(
                        connection,
                        completed,
                        bookings.stream()
                                .filter(DemoBooking::attended)
                                .map(booking -> Tuple.of(
                                        booking.id(), booking.slot().end().atOffset(ZoneOffset.UTC)))
                                .toList()));
    }

    private static Tuple tuple(DemoBooking booking, UUID clientId) {
        return Tuple.from(new Object[] {
            booking.id(),
            booking.slot().id(),
            booking.seat(),
            clientId,
            booking.slot().type(),
            booking.attended() ? "COMPLETED" : "BOOKED",
            booking.slot().opensAt().plus(Duration.ofMinutes(1)).atOffset(ZoneOffset.UTC)
        });
    }
}
