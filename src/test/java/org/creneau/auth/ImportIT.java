package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.BcryptFunction;
import com.password4j.types.Bcrypt;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.ImportResult.Counts;
import org.creneau.auth.ImportResult.Done;
import org.creneau.auth.ImportResult.Refused;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Registered;
import org.creneau.testkit.TestServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known persons and accounts of other services, from files (guide 2.1). */
class ImportIT {

    private static final String PERSONS = "referenceNumber,familyName,givenName,birthDate,sex\n";
    private static final String ACCOUNTS = "userCode,email,passwordHash,referenceNumber,language\n";

    @TempDir
    private Path folder;

    private String database;
    private AuthNode node;
    private People people;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        node = AuthNode.on(database);
        people = new People(database);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImportResult run(@Nullable String persons, @Nullable String accounts, boolean dryRun) {
        return AuthNode.done(node.auth
                .importer()
                .run(new ImportRequest(
                        persons == null ? null : file("persons.csv", persons),
                        accounts == null ? null : file("accounts.csv", accounts),
                        dryRun)));
    }

    private void assertDone(Counts expected, @Nullable String persons, @Nullable String accounts) {
        assertEquals(new Done(expected), run(persons, accounts, false));
    }

    private List<String> refused(@Nullable String persons, @Nullable String accounts) {
        return assertInstanceOf(Refused.class, run(persons, accounts, false)).errors();
    }

    private LogInResult logIn(String userCode, String password) {
        return node.ask(Accounts.LOG_IN, new LogIn(userCode, password, AuthNode.HOME));
    }

    @Test
    void whatIsImportedTwiceChangesNothingAndWhatIsCorrectedIsChanged() {
        String persons = "\uFEFF" + PERSONS
                + "C1234567,Nguyễn,Thị,1980-10-01,f\n\"c765-4321\",\"D'Église, de\",Zoé,1979-02-28,M\n";
        assertDone(new Counts(2, 2, 0, 0, 0, 0), persons, null);
        assertEquals(
                "D'Église, de", node.read("select family_name from known_person where reference_number = 'C7654321'"));
        assertDone(new Counts(2, 0, 0, 0, 0, 0), persons, null);
        assertDone(new Counts(2, 0, 1, 0, 0, 0), persons.replace("Zoé", "Zoë"), null);
        assertEquals("Zoë", node.read("select given_name from known_person where reference_number = 'C7654321'"));
    }

    @Test
    void importedAccountsLogInWithTheirPasswordsWhichAreThenHashedOurWay() {
        String bcrypt =
                BcryptFunction.getInstance(Bcrypt.B, 4).hash("ancien2011").getResult();
        String argon2 = node.auth.hash("ancien2012");
        String accounts = ACCOUNTS
                + "Flamenco01,flamenco@example.org," + bcrypt + ",,\n"
                + "Flamenco02,autre@example.org,\"" + argon2 + "\",,en\n";
        assertDone(new Counts(0, 0, 0, 2, 2, 0), null, accounts);
        assertInstanceOf(LogInResult.LoggedIn.class, logIn("flamenco01", "ancien2011"));
        assertInstanceOf(LogInResult.LoggedIn.class, logIn("Flamenco02", "ancien2012"));
        assertEquals(new LogInResult.BadCredentials(), logIn("Flamenco02", "ancien2011"));
        assertTrue(node.read("select password_hash from account where user_code = 'Flamenco01'")
                .startsWith("$argon2id$"));
        assertInstanceOf(LogInResult.LoggedIn.class, logIn("flamenco01", "ancien2011"));
        assertEquals("en", node.read("select language from account where user_code = 'Flamenco02'"));
        assertEquals(
                "2", node.read("select count(*) from file_history where change = 'ACCOUNT' and source = 'MINISTRY'"));
        // Again, even after the owner has taken another user code and address.
        node.change("update account set user_code = 'Renamed001', email = 'new@example.org'"
                + " where user_code = 'Flamenco01'");
        assertDone(new Counts(0, 0, 0, 2, 0, 0), null, accounts);
        assertEquals("2", node.read("select count(*) from account"));
    }

    @Test
    void whoHasNoPasswordAsksForATemporaryOne() {
        assertDone(new Counts(0, 0, 0, 1, 1, 0), null, "email,userCode\nsans@example.org,SansMot001\n");
        assertEquals(new LogInResult.BadCredentials(), logIn("SansMot001", "quelconque1"));
        node.ask(
                Recovery.SEND_TEMPORARY_PASSWORD,
                new Recovery.SendTemporaryPassword("SansMot001", "sans@example.org", null, AuthNode.HOME));
        String temporary =
                node.read("select model ->> 'temporaryPassword' from mail where kind = 'TEMPORARY_PASSWORD'");
        assertTrue(assertInstanceOf(LogInResult.LoggedIn.class, logIn("SansMot001", temporary))
                .tokens()
                .mustChangePassword());
    }

    @Test
    void accountsAreLinkedToWhoHasTheReferenceNumber() {
        Registered registered = people.register(true);
        String accounts = ACCOUNTS
                + "Registered1,a@example.org,," + registered.referenceNumber() + ",\n"
                + "KnownOnly01,b@example.org,,K7654321,\n";
        String persons = PERSONS + "K7654321,Nguyễn,Thị,1980-10-01,F\n";
        assertDone(new Counts(1, 1, 0, 2, 2, 0), persons, accounts);
        assertEquals(
                registered.clientId().toString(),
                node.read("select client_id from account where user_code = 'Registered1'"));
        assertEquals("K7654321", node.read("select reference_number from account where user_code = 'KnownOnly01'"));
        assertDone(new Counts(1, 0, 0, 2, 0, 0), persons, accounts);
        // Known only so far, but enough to find a forgotten user code.
        node.ask(
                Recovery.REMIND_USER_CODE,
                new Recovery.RemindUserCode(
                        "thi",
                        "NGUYEN",
                        java.time.LocalDate.of(1980, 10, 1),
                        Recovery.Sex.F,
                        new Recovery.Identifier.Email("B@example.org"),
                        AuthNode.HOME));
        assertEquals(
                "KnownOnly01", node.read("select model ->> 'userCode' from mail where kind = 'USER_CODE_REMINDER'"));
    }

    @Test
    void whoIsRegisteredWithoutAnAccountGetsAnAuthorizationCodeOnce() {
        Registered registered = people.register(true);
        String accounts = ACCOUNTS + ",,," + registered.referenceNumber() + ",\n";
        assertDone(new Counts(0, 0, 0, 1, 0, 1), null, accounts);
        assertDone(new Counts(0, 0, 0, 1, 0, 0), null, accounts);
        assertEquals(registered.email(), node.read("select recipient from mail where kind = 'CREATE_YOUR_ACCOUNT'"));
        assertEquals("1", node.read("select count(*) from mail"));
    }

    @Test
    void everyErrorIsNamedAndNothingIsChanged() {
        String persons = PERSONS
                + "C1234567,Nguyễn,Thị,1980-10-01,F\n"
                + "1234567,Nguyễn,,1980-13-01,X\n"
                + "C1234567,A,B,1899-12-31,F\n"
                + "C2,A\n";
        assertEquals(
                List.of(
                        "persons.csv line 3, referenceNumber: must be a letter and seven digits",
                        "persons.csv line 3, givenName: is missing",
                        "persons.csv line 3, birthDate: must be a date such as 1980-10-01",
                        "persons.csv line 3, sex: must be F or M",
                        "persons.csv line 4, referenceNumber: is in this file twice",
                        "persons.csv line 4, birthDate: must be from 1900-01-01 to today",
                        "persons.csv line 5: has more or fewer cells than the header",
                        "accounts.csv line 2, userCode: must be 8 to 16 unaccented letters or digits",
                        "accounts.csv line 2, email: is no e-mail address",
                        "accounts.csv line 3, passwordHash: is neither Argon2 (PHC string format) nor bcrypt, or too costly",
                        "accounts.csv line 3, language: must be fr or en",
                        "accounts.csv line 4, referenceNumber: is missing"),
                refused(
                        persons,
                        ACCOUNTS + "court,nowhere,,,\nJustRight01,a@example.org,secret,,de\n,a@example.org,,,\n"));
        assertEquals("0", node.read("select count(*) from known_person"));
    }

    @Test
    void whatDoesNotFitWhatIsThereIsAnErrorAndUndoesAll() {
        String taken = node.newAccount();
        List<String> errors = refused(
                PERSONS + "C1234567,Nguyễn,Thị,1980-10-01,F\n",
                ACCOUNTS
                        + "Fresh00001,a@example.org,,,\n"
                        + taken.toUpperCase(java.util.Locale.ROOT) + ",other@example.org,,,\n"
                        + "Fresh00002,b@example.org,,Z9999999,\n"
                        + ",,,C1234567,\n");
        assertEquals(
                List.of(
                        "accounts.csv line 3, userCode: is somebody else's here",
                        "accounts.csv line 4, referenceNumber: is nobody's",
                        "accounts.csv line 5, referenceNumber: is of nobody who is registered: a row without userCode asks"
                                + " for an authorization code"),
                errors);
        assertEquals("1", node.read("select count(*) from account"));
        assertEquals("0", node.read("select count(*) from known_person"));
        assertFalse(errors.toString().contains("other@example.org"));
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndDoesNothing() {
        String persons = PERSONS + "C1234567,Nguyễn,Thị,1980-10-01,F\n";
        String accounts = ACCOUNTS + "Fresh00001,a@example.org,,C1234567,\n";
        assertEquals(new Done(new Counts(1, 1, 0, 1, 1, 0)), run(persons, accounts, true));
        assertEquals("0", node.read("select count(*) from known_person"));
        assertEquals("0", node.read("select count(*) from account"));
    }

    @Test
    void manyRowsAreImportedAndOfManyErrorsTheFirstHundredAreTold() {
        String rows = IntStream.range(0, 5_000)
                .mapToObj(i -> String.format(java.util.Locale.ROOT, "C%07d,Nom %d,Prénom,1980-10-01,F", i, i))
                .collect(Collectors.joining("\n"));
        assertDone(new Counts(5_000, 5_000, 0, 0, 0, 0), PERSONS + rows, null);
        assertEquals("5000", node.read("select count(*) from known_person"));
        Refused refused =
                assertInstanceOf(Refused.class, run(PERSONS + rows.replace("1980-10-01", "yesterday"), null, false));
        assertEquals(5_000, refused.total());
        assertEquals(100, refused.errors().size());
    }

    @Test
    void whatIsNoSuchFileIsAnErrorNotADefect() throws IOException {
        assertEquals(
                List.of(
                        "persons.csv line 1, sex: this column is missing",
                        "persons.csv line 1: has a column that is not known; known are "),
                refused("referenceNumber,familyName,givenName,birthDate,gender\n", null).stream()
                        .map(error -> error.replaceAll("known are .*", "known are "))
                        .toList());
        assertEquals(List.of("persons.csv line 2: cannot be read as CSV"), refused(PERSONS + "\"C1\"x,\n", null));
        Path latin = Files.write(
                folder.resolve("latin.csv"),
                (PERSONS + "C1234567,Église,Zoé,1980-10-01,F\n").getBytes(StandardCharsets.ISO_8859_1));
        List<String> errors = assertInstanceOf(
                        Refused.class, AuthNode.done(node.auth.importer().run(new ImportRequest(latin, null, false))))
                .errors();
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).endsWith("is not UTF-8"), errors.toString());
        Future<ImportResult> missing =
                node.auth.importer().run(new ImportRequest(folder.resolve("none.csv"), null, false));
        assertInstanceOf(UncheckedIOException.class, AuthNode.failure(missing));
    }
}
