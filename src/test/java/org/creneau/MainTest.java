package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.creneau.auth.ImportRequest;
import org.creneau.config.SettingsException;
import org.creneau.desk.Employees.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();
    private final List<String> done = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>(Map.of(
            "CRENEAU_DATABASE_URL", "postgresql://a:b@localhost:1/c",
            "CRENEAU_REDIS_URL", "redis://localhost:1",
            "CRENEAU_ALLOW_SEED", "true"));

    @Test
    void servesWhenNothingElseIsSaid() {
        assertEquals(0, run());
        assertEquals(0, run("serve"));
        assertEquals(List.of("serve 8080", "serve 8080"), done);
    }

    @Test
    void passesOptionsOn() {
        assertEquals(0, run("reconcile"));
        assertEquals(0, run("reconcile", "--repair"));
        assertEquals(
                0,
                run("seed", "--clients", "5", "--slots=2", "--capacity", "30", "--opens-in", "0", "--tokens", "t.txt"));
        assertEquals(0, run("import", "--persons", "p.csv", "--accounts=a.csv", "--dry-run"));
        assertEquals(0, run("organisation", "list"));
        assertEquals(0, run("organisation", "add", "clef", "--name-fr=La Clef", "--name-en=x", "--kind=partner"));
        assertEquals(0, run("staff", "list"));
        assertEquals(0, run("staff", "add", "--user-code=Abcdefgh1", "--organisation=clef", "--role=manager"));
        assertEquals(
                List.of(
                        "reconcile false",
                        "reconcile true",
                        "seed " + new Commands.SeedOptions(5, 2, 30, 0, Path.of("t.txt")),
                        "import " + new ImportRequest(Path.of("p.csv"), Path.of("a.csv"), true),
                        "organisation",
                        "organisation",
                        "staff " + new StaffCommand.Options(StaffCommand.Deed.LIST, "", "", Role.AGENT),
                        "staff " + new StaffCommand.Options(StaffCommand.Deed.ADD, "Abcdefgh1", "clef", Role.MANAGER)),
                done);
    }

    @Test
    void aCommandsResultIsTheExitCode() {
        assertEquals(1, run("check"));
        assertEquals("", errors.toString());
    }

    @Test
    void aWrongSettingIsOneLine() {
        environment.put("CRENEAU_HTTP_PORT", "eighty");
        assertEquals(Main.WRONG, run());
        assertTrue(oneLine().startsWith("http.port (environment variable CRENEAU_HTTP_PORT)"), oneLine());
        assertEquals(List.of(), done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "--dance",
                "seed",
                "check --repair",
                "import",
                "import --dry-run",
                "organisation",
                "organisation dance",
                "organisation add --name-fr=x --name-en=x --kind=PARTNER",
                "organisation add clef --name-fr=x --kind=PARTNER",
                "organisation add clef --name-fr=x --name-en=x",
                "organisation add clef --name-fr=x --name-en=x --kind=club",
                "organisation list clef",
                "staff",
                "staff dismiss",
                "staff add --user-code=Abcdefgh1",
                "staff add --organisation=clef",
                "staff add --user-code=Abcdefgh1 --organisation=clef --role=king",
                "staff remove",
                "staff remove --user-code=Abcdefgh1 --role=agent",
                "staff list --user-code=Abcdefgh1",
                "partner",
                "partner dance",
                "partner add --name=x",
                "partner add --organisation=clef --name=x --scopes=clients,root",
                "partner rotate",
                "partner rotate no-id",
                "partner rotate 01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c20 --public-key=/no/such/file",
                "partner rotate 01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c20 --overlap-minutes=43201",
                "partner revoke 01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c20",
                "partner disable",
                "seed --clients=x --slots=1 --capacity=1 --opens-in=1 --tokens=t",
                "seed --clients=0 --slots=1 --capacity=1 --opens-in=1 --tokens=t",
                "seed --clients=1 --slots=10001 --capacity=1 --opens-in=1 --tokens=t",
                "seed --clients=1 --slots=1 --capacity=10001 --opens-in=1 --tokens=t"
            })
    void aWrongCommandLineIsOneLine(String arguments) {
        assertEquals(Main.WRONG, run(arguments.split(" ")));
        assertTrue(oneLine().endsWith("(see --help)"), oneLine());
        assertEquals(List.of(), done);
    }

    /** Better nothing than an organisation whose name everybody reads without its accents. */
    @Test
    void anArgumentThatCameAsSomethingElseIsRefused() {
        String unreadable = "--name-fr=Minist\uFFFD\uFFFDre";
        assertEquals(
                Main.WRONG, run("organisation", "add", "bureau", unreadable, "--name-en=Office", "--kind=MINISTRY"));
        assertTrue(oneLine().contains("LC_ALL=C.UTF-8"), oneLine());
        assertEquals(List.of(), done);
    }

    @Test
    void seedMustBeAllowed() {
        environment.remove("CRENEAU_ALLOW_SEED");
        assertEquals(Main.WRONG, run("seed --clients=1 --slots=1 --capacity=1 --opens-in=1 --tokens=t".split(" ")));
        assertTrue(oneLine().startsWith("allowSeed (CRENEAU_ALLOW_SEED)"), oneLine());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate",
                "check",
                "reconcile",
                "import --persons=p.csv",
                "organisation list",
                "staff list",
                "partner list"
            })
    void commandsOnARunningSystemNeedItsDatabase(String command) {
        environment.remove("CRENEAU_DATABASE_URL");
        assertEquals(Main.WRONG, run(command.split(" ")));
        assertTrue(oneLine().startsWith("database.url (CRENEAU_DATABASE_URL)"), oneLine());
    }

    @Test
    void expectedFailuresAreOneLineAndDefectsSaySo() {
        Commands.Serve refused = new Commands.Serve(settings -> {
            throw SettingsException.of("redis.url", "is not reachable");
        });
        assertEquals(Main.WRONG, run(refused));
        assertEquals("redis.url (CRENEAU_REDIS_URL): is not reachable", oneLine());
        Commands.Serve broken = new Commands.Serve(settings -> {
            throw new IllegalStateException("a defect");
        });
        assertEquals(Main.DEFECT, run(broken));
    }

    @Test
    void helpNeedsNoSettings() {
        environment.put("CRENEAU_HTTP_PORT", "eighty");
        assertEquals(0, run("--help"));
        assertEquals(0, run("seed", "--help"));
        assertEquals(0, run("partner", "--help"));
        assertEquals(0, run("partner", "rotate", "--help"));
        assertEquals(0, run("--version"));
        assertEquals("", errors.toString());
    }

    private int run(String... args) {
        return main().run(
                        List.of(
                                new Commands.Serve(settings ->
                                        did("serve " + settings.http().port(), 0)),
                                new Commands.Migrate(),
                                new Commands.Import((settings, request) -> did("import " + request, 0)),
                                new Commands.Seed((settings, options) -> did("seed " + options, 0)),
                                new Commands.Reconcile((settings, repair) -> did("reconcile " + repair, 0)),
                                new Commands.Check(settings -> did("check", 1)),
                                new OrganisationCommands.Organisations((settings, work) -> did("organisation", 0)),
                                new StaffCommand((settings, options) -> did("staff " + options, 0)),
                                new PartnerCommands.Partner((settings, work) -> did("partner", 0))),
                        args);
    }

    private int run(SettingsCommand only) {
        return main().run(List.of(only));
    }

    private Main main() {
        return new Main(environment, folder, new PrintWriter(errors, true));
    }

    private int did(String what, int code) {
        done.add(what);
        return code;
    }

    private String oneLine() {
        String text = errors.toString().strip();
        assertFalse(text.contains("\n"), text);
        return text;
    }
}
