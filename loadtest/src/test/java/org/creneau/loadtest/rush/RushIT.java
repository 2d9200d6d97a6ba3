package org.creneau.loadtest.rush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.creneau.config.PostgresUrl;
import org.creneau.loadtest.node.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Small rushes from beginning to end, on nodes of their own, as somebody would start them on a terminal. */
class RushIT {

    private static final int SEATS = 40;

    @TempDir
    private static Path data;

    private static Servers servers;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void startServers() {
        servers = new Servers("", "", data.resolve("servers")).start();
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Test
    void onANodeAndServersOfItsOwn() throws IOException {
        assertEquals(0, rush(nothing -> {}, "--rehearsal=100"), this::printed);
        JsonObject report = report();
        allIsWell(report);
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("0 violations") && page.contains("new uPlot("), "the page is not complete");
        assertFalse(page.contains("src=\"http") || page.contains("href=\"http"), "the page needs a network");
        assertTrue(printed().contains("0 violations"), this::printed);
    }

    @Test
    void onTwoNodes() throws IOException {
        assertEquals(0, rush(nothing -> {}, onGivenServers("--nodes=2", "--event-loops=2")), this::printed);
        JsonObject report = report();
        allIsWell(report);
        List<String> processes = report.getJsonArray("usage").stream()
                .map(usage -> ((JsonObject) usage).getString("source"))
                .toList();
        assertTrue(processes.containsAll(List.of("node1", "node2", "load generator")), processes::toString);
    }

    /** The control: a check that cannot fail proves nothing. */
    @Test
    void aBookingThatVanishedBehindTheServicesBackIsFound() throws IOException {
        assertEquals(1, rush(RushIT::removeABooking, onGivenServers("--cancel=0", "--move=0")), this::printed);
        JsonObject verdict = report().getJsonObject("verdict");
        assertFalse(verdict.getBoolean("good"));
        assertTrue(
                verdict.getJsonArray("violations").stream()
                        .anyMatch(violation -> violation.toString().startsWith("an acknowledged booking is there")),
                verdict::encodePrettily);
        assertTrue(Files.readString(folder.resolve("report.html")).contains("an acknowledged booking is there"));
        assertTrue(printed().contains("an acknowledged booking is there"), this::printed);
    }

    /** Seats are held and forgotten, capacities go down and up, a slot is cancelled with everybody in it, all at once. */
    @Test
    void whileAPartnerAndAManagerAreAtWork() throws IOException {
        String[] options = onGivenServers(
                "--nodes=2", "--partner=100", "--changes", "--capacity=60", "--window=8", "--seed=7", "--patience=120");
        assertEquals(0, rush(RushIT::muchHappened, options), this::printed);
        JsonObject verdict = report().getJsonObject("verdict");
        assertTrue(verdict.getBoolean("checked") && verdict.getBoolean("good"), verdict::encodePrettily);
        List<String> kinds = report().getJsonArray("latencies").stream()
                .map(kind -> ((JsonObject) kind).getString("kind"))
                .toList();
        assertTrue(
                kinds.containsAll(List.of(
                        "seat held by a partner",
                        "held seat booked or given back",
                        "batch of bookings",
                        "change of a slot")),
                kinds::toString);
    }

    private static void muchHappened(String databaseUrl) {
        assertTrue(count(databaseUrl, "booking_history where from_state = 'HELD' and to_state = 'BOOKED'") > 0);
        assertTrue(
                count(
                                databaseUrl,
                                "booking_history where from_state = 'HELD' and to_state = 'CANCELLED' and source = 'MINISTRY'")
                        > 0,
                "nothing that was held came to its end");
        assertTrue(count(databaseUrl, "booking_history where to_state = 'WITHDRAWN'") > 0, "no seat was withdrawn");
        assertTrue(
                count(
                                databaseUrl,
                                "booking join slot on slot.id = booking.slot_id where slot.publication = 'CANCELLED'"
                                        + " and booking.state = 'CANCELLED' and booking.changed_source = 'MINISTRY'")
                        > 0,
                "nobody was in the slot that was cancelled");
    }

    /** The control: somebody back in the cancelled slot, and a seat that was held too long is booked after all. */
    @Test
    void whatShouldHaveEndedIsFound() throws IOException {
        String[] options = onGivenServers(
                "--partner=60",
                "--changes",
                "--clients=60",
                "--capacity=60",
                "--window=8",
                "--seed=7",
                "--patience=120",
                "--settle=3");
        assertEquals(1, rush(RushIT::bringBack, options), this::printed);
        String violations =
                report().getJsonObject("verdict").getJsonArray("violations").encode();
        assertTrue(violations.contains("a cancelled slot is empty"), violations);
        assertTrue(violations.contains("what is held is booked when it is confirmed"), violations);
        // Other runs look at the whole database.
        assertEquals(2, execute(servers.databaseUrl(), """
                update booking set state = 'CANCELLED' where state = 'BOOKED' and 'CANCELLED' = (
                    select to_state from booking_history where booking_id = booking.id order by id desc limit 1)"""));
    }

    /** The newest: others may be of another run in the same database. */
    private static void bringBack(String databaseUrl) {
        String free = """
                not exists (select from booking other where other.state in ('BOOKED', 'HELD', 'WITHDRAWN')
                    and (other.client_id = booking.client_id or other.slot_id = booking.slot_id and other.seat = booking.seat))""";
        assertEquals(1, execute(databaseUrl, """
                update booking set state = 'BOOKED' where id = (
                    select booking.id from booking join slot on slot.id = booking.slot_id
                    where slot.publication = 'CANCELLED' and booking.state = 'CANCELLED' and booking.expires_at is null and %s
                    order by booking.created_at desc limit 1)""".formatted(free)));
        assertEquals(1, execute(databaseUrl, """
                update booking set state = 'BOOKED', expires_at = null where id = (
                    select booking.id from booking join slot on slot.id = booking.slot_id
                    where slot.publication = 'PUBLISHED' and booking.state = 'CANCELLED' and booking.expires_at is not null and booking.changed_source is null and %s
                    order by booking.created_at desc limit 1)""".formatted(free)));
    }

    private static void allIsWell(JsonObject report) {
        JsonObject verdict = report.getJsonObject("verdict");
        assertTrue(verdict.getBoolean("checked") && verdict.getBoolean("good"), verdict::encodePrettily);
        JsonObject summary = report.getJsonObject("summary");
        assertEquals(SEATS, summary.getInteger("seats"));
        assertTrue(summary.getInteger("booked") >= SEATS, summary::encodePrettily);
        assertTrue(summary.getDouble("soldOutSeconds") > 0, summary::encodePrettily);
        assertEquals(
                300,
                report.getJsonArray("visits").stream()
                        .mapToLong(visit -> ((JsonObject) visit).getLong("count"))
                        .sum(),
                "not everybody's visit came to an end");
        assertTrue(report.getJsonObject("machine").getInteger("cores") > 0);
    }

    private static String[] onGivenServers(String... more) {
        List<String> all = new ArrayList<>(
                List.of("--rehearsal=0", "--database=" + servers.databaseUrl(), "--redis=" + servers.redisUrl()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private int rush(Consumer<String> beforeCheck, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--clients=300",
                "--slots=4",
                "--capacity=10",
                "--window=3",
                "--early-seconds=1",
                "--peak-seconds=1",
                "--opens-in=4",
                "--think=300",
                "--connections=100",
                "--settle=20",
                // For processes that live for seconds.
                "--node-jvm=-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "--out=" + folder));
        for (String option : more) {
            arguments.removeIf(common -> common.split("=", 2)[0].equals(option.split("=", 2)[0]));
        }
        arguments.addAll(List.of(more));
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new RushCommand(out, beforeCheck));
        line.setExecutionExceptionHandler((failure, command, arguments2) -> {
            throw failure;
        });
        return line.execute(arguments.toArray(String[]::new));
    }

    private static void removeABooking(String databaseUrl) {
        assertEquals(1, execute(databaseUrl, """
                with victim as (select id from booking where state = 'BOOKED' order by created_at desc limit 1),
                trace as (delete from booking_history where booking_id = (select id from victim))
                delete from booking where id = (select id from victim)
                """));
    }

    private static long count(String databaseUrl, String from) {
        PostgresUrl url = PostgresUrl.parse(databaseUrl);
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many rows were changed. */
    private static int execute(String databaseUrl, String sql) {
        PostgresUrl url = PostgresUrl.parse(databaseUrl);
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject report() throws IOException {
        return new JsonObject(Files.readString(folder.resolve("report.json")));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
