package org.creneau.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import io.vertx.core.json.JsonObject;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.config.PostgresUrl;
import org.creneau.core.Ids;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.MailServer;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients are told about their bookings: from the request to the calendar. */
class BookingMailsIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final String REDIS = TestServers.newRedis();
    private static final Offer OFFER = new Offer(DATABASE);
    private static MailServer server;
    private static TestNode one;
    private static TestNode two;
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        server = MailServer.start();
        Map<String, String> settings = Map.of(
                "mail.host",
                "localhost",
                "mail.port",
                String.valueOf(server.port()),
                "mail.tls",
                "none",
                "mail.pollMillis",
                "50");
        one = TestNode.start(DATABASE, REDIS, settings);
        two = TestNode.start(DATABASE, REDIS, settings);
        backstage = new Backstage(DATABASE, REDIS);
    }

    @AfterAll
    static void stop() {
        backstage.close();
        two.close();
        one.close();
        server.close();
    }

    @Test
    void aBookingItsMoveAndItsEndAreOneEventInTheCalendar() {
        TestClient who = clientWithAccount("fr");
        Slot slot = OFFER.open(5);
        Slot other = OFFER.open(5);
        Slot third = OFFER.open(5);
        addModule(slot);
        UUID booking = book(who, slot);
        MailServer.Received confirmed = await(who, 1);
        assertEquals("Votre rendez-vous est confirmé", subject(confirmed));
        List<VEvent> first = events(confirmed, List.of("REQUEST", "REQUEST"));

        UUID moved = move(who, booking, other);
        MailServer.Received told = await(who, 2);
        assertEquals("Votre rendez-vous a été déplacé", subject(told));
        List<VEvent> second = events(told, List.of("REQUEST", "CANCEL"));
        continues(first, second);
        assertEquals(
                other.start().truncatedTo(ChronoUnit.SECONDS),
                second.get(0).getDateStart().getValue().toInstant());

        UUID again = move(who, moved, third);
        List<VEvent> afterwards = events(await(who, 3), List.of("REQUEST"));
        continues(second, afterwards);

        assertEquals(
                200,
                one.client()
                        .post("/bookings/" + again + "/cancel")
                        .token(who.token())
                        .await()
                        .status());
        MailServer.Received cancelled = await(who, 4);
        assertEquals("Votre rendez-vous est annulé", subject(cancelled));
        continues(afterwards, events(cancelled, List.of("CANCEL")));

        UUID anew = book(who, slot);
        List<VEvent> another = events(await(who, 5), List.of("REQUEST", "REQUEST"));
        assertNotEquals(uid(first.get(0)), uid(another.get(0)));
        assertEquals(anew + "-1@creneau", uid(another.get(0)));
    }

    @Test
    void theRegistrationsAddressAndLanguageComeFirst() {
        TestClient who = clientWithAccount("fr");
        String email = "registered-" + who.id() + "@example.org";
        OFFER.execute("""
                insert into registration (client_id, status_id, family_name, given_name, birth_date, sex, email, language,
                    country, street, town, home_phone, residence_in_quebec, french, source)
                values ('%s', 'resident-permanent', 'N', 'P', '1980-01-01', 'F', '%s', 'en', 'CA', '1, rue A', 'Montréal',
                    '514 999-9999', true, true, 'CLIENT')""".formatted(who.id(), email));
        book(who, OFFER.open(5));
        assertEquals("Your appointment is confirmed", subject(server.awaitFor(email)));
        assertEquals(0, server.receivedBy(address(who)).size());
    }

    /** Mails come in the order of what happened: one about what was held first would come first. */
    @Test
    void whatIsHeldIsToldOfOnceItIsConfirmed() {
        TestClient who = clientWithAccount("fr");
        backstage.consent(who.id(), "clef");
        TestClient system = backstage.partner("clef");
        Slot slot = OFFER.open(5);
        Until.holds(() -> one.client().get("/slots/" + slot.id()).await().status() == 200);
        onHold(system, hold(system, who, slot, "first"), "release");

        onHold(system, hold(system, who, slot, "second"), "confirm");
        assertEquals("Votre rendez-vous est confirmé", subject(await(who, 1)));
    }

    private static String hold(TestClient system, TestClient who, Slot slot, String key) {
        return one.client()
                .post("/partner/holds")
                .token(system.token())
                .key(key)
                .json(new JsonObject()
                        .put("slotId", slot.id().toString())
                        .put("clientId", who.id().toString()))
                .await()
                .expect(201)
                .getString("id");
    }

    private static void onHold(TestClient system, String hold, String action) {
        one.client()
                .post("/partner/holds/" + hold + "/" + action)
                .token(system.token())
                .await()
                .expect(200);
    }

    @Test
    void whoHasNoAddressGetsNothingAndHoldsNobodyUp() {
        Slot slot = OFFER.open(50);
        List<TestClient> crowd = backstage.clients(30);
        crowd.forEach(who -> book(who, slot));
        TestClient who = clientWithAccount("fr");
        book(who, slot);
        await(who, 1);
        for (TestClient other : crowd) {
            assertEquals(0, OFFER.count("select count(*) from mail where client_id = '" + other.id() + "'"));
        }
    }

    /** A number that was drawn first and is committed last; and the control, to which it is lost. */
    @Test
    void whatIsCommittedLateIsNotSkipped() throws SQLException {
        String database = TestServers.newDatabase();
        Offer offer = new Offer(database);
        Slot slot = offer.open(5);
        try (MailNode node = MailNode.start(database, server.port(), Map.of("host", "", "pollMillis", "600000"));
                Connection late = TestServers.connect(database);
                Statement statement = late.createStatement()) {
            BookingFollower follower = new BookingFollower(node.sql, new Outbox(), () -> true);
            UUID first = account(database);
            UUID second = account(database);
            late.setAutoCommit(false);
            statement.execute(bookingOf(first, slot, 0));
            TestServers.execute(database, bookingOf(second, slot, 1));

            long naive = offer.count("select max(id) from booking_history");
            Await.of(follower.poll());
            Await.of(follower.poll());
            assertEquals(0, offer.count("select count(*) from mail"), "nothing is told out of turn");

            late.commit();
            assertEquals(0, offer.count("select count(*) from booking_history where id > " + naive), "the control");
            Until.holds(() -> {
                Await.of(follower.poll());
                return offer.count("select count(*) from mail") == 2;
            });
            assertEquals(1, offer.count("select count(*) from mail where client_id = '" + first + "'"));
        }
    }

    @Test
    void twoWhoFollowAtTheSameTimeTellEverythingOnce() {
        String database = TestServers.newDatabase();
        Offer offer = new Offer(database);
        Slot slot = offer.open(1500);
        try (MailNode node = MailNode.start(database, server.port(), Map.of("host", "", "pollMillis", "600000"))) {
            BookingFollower left = new BookingFollower(node.sql, new Outbox(), () -> true);
            BookingFollower right = new BookingFollower(node.sql, new Outbox(), () -> true);
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 1200; i++) {
                UUID client = Ids.next();
                all.append(accountOf(client))
                        .append(';')
                        .append(bookingOf(client, slot, i))
                        .append(';');
            }
            TestServers.execute(database, all.toString());
            Until.holds(() -> {
                Await.of(io.vertx.core.Future.join(left.poll(), right.poll()));
                return offer.count("select count(*) from mail") >= 1200;
            });
            Await.of(left.poll());
            Await.of(right.poll());
            assertEquals(1200, offer.count("select count(*) from mail"));
            assertEquals(1200, offer.count("select count(distinct client_id) from mail"));
        }
    }

    @Test
    void anUpgradeDoesNotTellOfWhatWasLongAgo() {
        String migrated = TestServers.newDatabase();
        String name = "before_mail_" + Long.toHexString(System.nanoTime());
        TestServers.execute(migrated, "create database " + name);
        String database = migrated.substring(0, migrated.lastIndexOf('/') + 1) + name;
        PostgresUrl url = PostgresUrl.parse(database);
        Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .target("2")
                .load()
                .migrate();
        Offer offer = new Offer(database);
        Slot slot = offer.open(5);
        TestServers.execute(database, bookingOf(account(database), slot, 0));
        Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .load()
                .migrate();
        UUID since = account(database);
        TestServers.execute(database, bookingOf(since, slot, 1));
        try (MailNode node = MailNode.start(database, server.port(), Map.of("host", "", "pollMillis", "50"))) {
            Until.holds(() -> offer.count("select count(*) from mail") > 0);
            assertEquals(0, node.counted("creneau.mail.dropped"));
            assertEquals(1, offer.count("select count(*) from mail where client_id = '" + since + "'"));
            assertEquals(1, offer.count("select count(*) from mail"));
        }
    }

    @Test
    void switchedOffItPassesOverWhatHappensForGood() {
        String database = TestServers.newDatabase();
        Offer offer = new Offer(database);
        Slot slot = offer.open(5);
        try (MailNode node = MailNode.start(database, server.port(), Map.of("host", "", "pollMillis", "600000"))) {
            TestServers.execute(database, bookingOf(account(database), slot, 0));
            BookingFollower off = new BookingFollower(node.sql, new Outbox(), () -> false);
            Until.holds(() -> {
                Await.of(off.poll());
                return offer.count("select history_id from booking_mail_progress") == 1;
            });
            TestServers.execute(database, bookingOf(account(database), slot, 1));
            BookingFollower on = new BookingFollower(node.sql, new Outbox(), () -> true);
            Until.holds(() -> {
                Await.of(on.poll());
                return offer.count("select count(*) from mail") > 0;
            });
            assertEquals(1, offer.count("select count(*) from mail"));
        }
    }

    @Test
    void onlyWhoBookedEarlierAndStillIsBookedIsReminded() {
        String database = TestServers.newDatabase();
        Offer offer = new Offer(database);
        Slot soon = offer.add(Offer.SESSION, true, Duration.ofHours(40), Duration.ofDays(-9), 2000);
        Slot later = offer.add(Offer.SESSION, true, Duration.ofHours(60), Duration.ofDays(-9), 5);
        try (MailNode node = MailNode.start(
                database, server.port(), Map.of("host", "", "pollMillis", "600000", "bookings", "off"))) {
            UUID reminded = account(database);
            UUID cancelledSince = account(database);
            UUID lateComer = account(database);
            UUID muchLater = account(database);
            UUID cancelled = account(database);
            TestServers.execute(
                    database,
                    bookingOf(reminded, soon, 0) + ";" + bookingOf(cancelledSince, soon, 1) + ";"
                            + bookingOf(muchLater, later, 0) + ";" + bookingOf(cancelled, soon, 2)
                            + "; update booking set created_at = now() - interval '5 days'"
                            + "; update booking set state = 'CANCELLED' where client_id = '" + cancelled + "'");
            TestServers.execute(database, bookingOf(lateComer, soon, 3));
            // More than one page of people whom nobody can write to.
            TestServers.execute(database, """
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, created_at)
                    select gen_random_uuid(), '%s', seat, gen_random_uuid(), 'session', 'BOOKED', 'CLIENT', now() - interval '5 days'
                    from generate_series(4, 1203) as seat""".formatted(soon.id()));
            UUID last = account(database);
            TestServers.execute(
                    database,
                    bookingOf(last, soon, 1300)
                            + "; update booking set created_at = now() - interval '5 days' where client_id = '" + last
                            + "'");
            Reminders reminders = new Reminders(node.sql, new Outbox(), 48);
            Await.of(reminders.poll());
            Await.of(reminders.poll());
            assertEquals(
                    3,
                    offer.count("select count(*) from mail where kind = 'BOOKING_REMINDER' and client_id in ('"
                            + reminded + "', '" + cancelledSince + "', '" + last + "')"));
            assertEquals(3, offer.count("select count(*) from mail"));
            TestServers.execute(
                    database, "update booking set state = 'CANCELLED' where client_id = '" + cancelledSince + "'");
        }
        try (MailNode node = MailNode.start(database, server.port(), Map.of("bookings", "off"))) {
            Until.holds(() -> offer.count("select count(*) from mail where sent_at is not null") == 2);
            Until.holds(() -> node.counted("creneau.mail.dropped") == 1);
            assertEquals(2, offer.count("select count(*) from mail"));
        }
    }

    private static void continues(List<VEvent> before, List<VEvent> after) {
        for (int i = 0; i < after.size(); i++) {
            assertEquals(uid(before.get(i)), uid(after.get(i)));
            assertTrue(after.get(i).getSequence().getValue()
                    > before.get(i).getSequence().getValue());
        }
    }

    private static String uid(VEvent event) {
        return event.getUid().getValue();
    }

    /** The events of the files that came with a mail, whose methods are given. */
    private static List<VEvent> events(MailServer.Received mail, List<String> methods) {
        try {
            List<VEvent> events = new ArrayList<>();
            List<String> found = new ArrayList<>();
            MimeMultipart parts = (MimeMultipart) mail.message().getContent();
            for (int i = 1; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                assertTrue(part.isMimeType("text/calendar"), part.getContentType());
                var calendar = Biweekly.parse(part.getInputStream()).first();
                found.add(calendar.getMethod().getValue());
                assertTrue(part.getContentType()
                        .contains("method=" + calendar.getMethod().getValue()));
                events.addAll(calendar.getEvents());
            }
            assertEquals(methods, found);
            return events;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MailServer.Received mail) {
        try {
            return mail.message().getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MailServer.Received await(TestClient who, int number) {
        Until.holds(() -> server.receivedBy(address(who)).size() >= number);
        assertEquals(number, server.receivedBy(address(who)).size());
        return server.receivedBy(address(who)).get(number - 1);
    }

    private static String address(TestClient who) {
        return who.id() + "@example.org";
    }

    private static UUID book(TestClient who, Slot slot) {
        Response[] answer = new Response[1];
        // The nodes learn of a new slot in a moment.
        Until.holds(() -> {
            answer[0] = one.client()
                    .post("/bookings")
                    .token(who.token())
                    .json(new JsonObject().put("slotId", slot.id().toString()))
                    .await();
            return answer[0].status() == 201;
        });
        return UUID.fromString(answer[0].json().getString("id"));
    }

    private static UUID move(TestClient who, UUID booking, Slot slot) {
        Response answer = two.client()
                .post("/bookings/" + booking + "/reschedule")
                .token(who.token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await();
        assertEquals(200, answer.status(), answer::toString);
        return UUID.fromString(answer.json().getString("id"));
    }

    private static void addModule(Slot slot) {
        OFFER.execute("""
                update slot set ends_at = ends_at + interval '1 day',
                    segments = segments || jsonb_build_array(jsonb_build_object(
                        'start', to_char((starts_at + interval '1 day') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'end', to_char((ends_at + interval '1 day') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
                where id = '%s'""".formatted(slot.id()));
    }

    private static TestClient clientWithAccount(String language) {
        TestClient who = backstage.client();
        OFFER.execute("""
                insert into account (id, client_id, user_code, email, password_hash, language)
                values ('%1$s', '%1$s', 'c%1$s', '%2$s', 'none', '%3$s')""".formatted(who.id(), address(who), language));
        return who;
    }

    private static UUID account(String database) {
        UUID client = Ids.next();
        TestServers.execute(database, accountOf(client));
        return client;
    }

    private static String accountOf(UUID client) {
        return """
                insert into client (id) values ('%1$s');
                insert into account (id, client_id, user_code, email, password_hash)
                values ('%1$s', '%1$s', 'c%1$s', '%1$s@example.org', 'none')""".formatted(client);
    }

    /** As the service does it: the booking first, its history in the same statement. */
    private static String bookingOf(UUID client, Slot slot, int seat) {
        return """
                with b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    values ('%s', '%s', %d, '%s', '%s', 'BOOKED', 'CLIENT')
                    returning id, client_id
                )
                insert into booking_history (booking_id, actor, source, to_state)
                select id, client_id, 'CLIENT', 'BOOKED' from b""".formatted(Ids.next(), slot.id(), seat, client, slot.type().id());
    }
}
