package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.creneau.config.PostgresUrl;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a newcomer does, with nothing configured: start, paste the lines that are shown, and end the service in every way
 * there is. Each test finds a running service and leaves one.
 */
class EmbeddedStartIT {

    private static final Person DEMO = new Person("BrAnDfOrD04", "Bonjour2026");

    /** The time, how grave it is, who says it, what. */
    private static final Pattern LOG_LINE =
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) [\\w.]+ \\S.*");

    @TempDir
    private static Path temporary;

    private static Vertx vertx;
    private static Sandbox sandbox;
    private static Path dataDir;
    private static Running node;
    private static String pasted;
    private static List<String> booked;
    private static String changed;
    private static String loadedOnce;

    @BeforeAll
    static void startForTheFirstTime() throws Exception {
        vertx = Vertx.vertx();
        // A folder's name may have in it what the shell and configuration files find special.
        sandbox = new Sandbox(Files.createDirectory(temporary.resolve("un dossier d'essai")));
        node = sandbox.serve();
        dataDir = sandbox.folder().resolve(".creneau");
        loadedOnce = demoData();
        pasted = bash(String.join("\n", curlLines()));
        try (ContractClient client = client()) {
            booked = DEMO.booked(client);
        }
        List<String> logIn = curlLines().stream()
                .takeWhile(line -> !line.startsWith("SLOT="))
                .toList();
        changed = bash(String.join("\n", logIn) + "\n" + changesInTheReadme());
        bash(String.join("\n", curlLines())); // something that is booked, for what comes after
    }

    @AfterAll
    static void end() {
        try (Sandbox closing = sandbox) {
            assertEquals(0, node.terminate().exitCode());
            assertEquals(List.of(), closing.servers());
        } finally {
            Await.of(vertx.close());
        }
    }

    @Test
    void theLinesThatAreShownMakeABooking() {
        assertTrue(pasted.contains("HTTP/1.1 201"), pasted);
        assertTrue(node.output().stream().anyMatch(line -> line.contains(DEMO.userCode() + ", password")));
        assertEquals(1, booked.size());
        assertTrue(pasted.contains(booked.get(0)), pasted);
    }

    @Test
    void theLinesOfTheReadmeMoveThatBookingAndCancelIt() {
        assertTrue(changed.contains("HTTP/1.1 200") && changed.contains("\"state\":\"CANCELLED\""), changed);
        assertFalse(changed.contains(booked.get(0)), "what is cancelled is the booking that it was moved to");
    }

    /** The mail about a booking, with what a calendar takes. */
    @Test
    void mailIsCaughtAndShown() {
        make();
        String place = node.output().stream()
                .filter(line -> line.endsWith("/mail"))
                .map(line -> line.substring(line.indexOf("http")))
                .findFirst()
                .orElseThrow();
        String list = Until.answers(() -> node.page(place), page -> page.contains("Votre rendez-vous est confirmé"));
        Matcher link = Pattern.compile("href=\"/mail/(\\d+)\">Votre rendez-vous est confirmé")
                .matcher(list);
        assertTrue(link.find(), list);
        String mail = place + "/" + link.group(1);
        assertTrue(node.page(mail).contains("rendez-vous-1.ics"));
        assertTrue(node.page(mail + "/html").contains("<html lang=\"fr\" dir=\"ltr\">"));
        assertTrue(node.headers(mail + "/html")
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("sandbox;"));
        assertTrue(node.page(mail + "/files/0").contains("METHOD:REQUEST"));
        assertEquals("", node.page(mail + "/files/9"));
    }

    /** Without any URL, beside the service: they find its servers, and what a first start loads is sound. */
    @ParameterizedTest
    @CsvSource({"check, no violations", "reconcile, no differences", "mail, no mail was given up"})
    void theCommandsFindTheServersOfTheRunningService(String command, String words) {
        Ended ended = sandbox.run(command);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(List.of(), ended.output());
        assertTrue(ended.lastError().contains(words), ended.toString());
    }

    @Test
    void aBookingOutlivesARestart() {
        Made before = make();
        Ended ended = node.terminate();
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(List.of(), sandbox.servers());
        assertEquals(
                List.of(),
                ended.errors().stream()
                        .filter(line -> !LOG_LINE.matcher(line).matches())
                        .toList());
        node = sandbox.serve();
        before.assertThere();
    }

    @Test
    void aBookingOutlivesAKillAndTheServersAreReplaced() {
        Made before = make();
        List<ProcessHandle> servers = sandbox.mainServers();
        node.kill();
        assertEquals(2, servers.size());
        assertTrue(servers.stream().allMatch(Sandbox::runs), "the embedded servers outlive it: that is the test");
        node = sandbox.serve();
        assertTrue(servers.stream().noneMatch(Sandbox::runs));
        before.assertThere();
    }

    @Test
    void aBookingOutlivesAKillOfEverything() {
        Made before = make();
        ProcessHandle postgres = sandbox.postgres(dataDir);
        List<ProcessHandle> servers = sandbox.servers();
        assertTrue(servers.contains(postgres));
        node.kill();
        // First its parent, so that it has no chance to tidy up after the others.
        postgres.destroyForcibly();
        servers.forEach(ProcessHandle::destroyForcibly);
        Until.holds(() -> servers.stream().noneMatch(Sandbox::runs));
        node = sandbox.serve();
        before.assertThere();
    }

    @Test
    void aSecondServiceInTheSameFolderIsRefusedAndDisturbsNobody() {
        Made before = make();
        Ended second = sandbox.run("serve");
        assertEquals(2, second.exitCode());
        assertEquals(1, second.errors().size(), second.toString());
        assertTrue(second.lastError().startsWith("dataDir (CRENEAU_DATA_DIR): another Créneau"), second.lastError());
        before.assertThere();
    }

    @Test
    void interruptedWhileItStartsItLeavesNothing() {
        Made before = make();
        assertEquals(0, node.terminate().exitCode());
        Sandbox.Child starting = sandbox.start(java.util.Map.of());
        Until.holds(() -> !sandbox.servers().isEmpty());
        assertTrue(starting.process().toHandle().destroy());
        Ended ended = starting.end(10);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(List.of(), sandbox.servers());
        node = sandbox.serve();
        before.assertThere();
    }

    /** Somebody and their booking, which was acknowledged. */
    private record Made(Person person, String booking) {

        void assertThere() {
            try (ContractClient client = client()) {
                assertEquals(List.of(booking), person.booked(client));
                assertFalse(DEMO.booked(client).isEmpty());
            }
            assertEquals(loadedOnce, demoData());
        }
    }

    private static Made make() {
        try (ContractClient client = client()) {
            Person person = Person.register(client);
            return new Made(person, person.book(client));
        }
    }

    private static ContractClient client() {
        return ContractClient.create(vertx, node.httpPort());
    }

    /** How much of what is loaded at the first start is there. */
    private static String demoData() {
        String sql = """
                select concat_ws(' ', (select count(*) from slot), (select count(*) from appointment_type),
                    (select count(*) from account where email not ilike 'Personne%'))""";
        PostgresUrl url = PostgresUrl.parse(sandbox.databaseUrl(dataDir));
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> curlLines() {
        return node.output().stream()
                .dropWhile(line -> !line.startsWith("TOKEN="))
                .toList();
    }

    /** The lines of the README that move a booking and cancel it, for this service. */
    private static String changesInTheReadme() {
        String after = Sandbox.text(Path.of("README.md")).split("Then move it", 2)[1];
        return after.split("```sh\n", 2)[1].split("```", 2)[0].replace(":8080", ":" + node.httpPort());
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), output);
        return output;
    }
}
