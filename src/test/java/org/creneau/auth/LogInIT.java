package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.Refresh;
import org.creneau.auth.Accounts.RefreshResult;
import org.creneau.config.Settings;
import org.creneau.core.Overloaded;
import org.creneau.core.Unavailable;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogInIT {

    private final String database = TestServers.newDatabase();
    private final AuthNode node = AuthNode.on(database);
    private final AuthNode other = AuthNode.on(database);

    @BeforeAll
    void isReady() {
        assertFalse(node.auth.jwks().getJsonArray("keys").isEmpty());
    }

    @AfterAll
    void close() {
        node.close();
        other.close();
    }

    @Test
    void theRightPasswordGivesTokensWhateverTheCaseOfTheUserCode() {
        String userCode = node.newAccount();
        var tokens = node.logIn(userCode.toUpperCase(Locale.ROOT));
        assertEquals(900, tokens.expiresInSeconds());
        assertFalse(tokens.mustChangePassword());

        Principal principal = node.principal(tokens.accessToken());
        assertEquals(
                node.read("select client_id from account where user_code = '" + userCode + "'"),
                principal.clientId().toString());
        assertNotNull(principal.sessionId());
        assertTrue(other.accepts(tokens.accessToken()));
    }

    @Test
    void aTemporaryPasswordIsSaidToBeOne() {
        String userCode = node.newAccount();
        node.change("update account set must_change_password = true where user_code = '" + userCode + "'");
        var tokens = node.logIn(userCode);
        assertTrue(tokens.mustChangePassword());
        assertTrue(node.principal(tokens.accessToken()).mustChangePassword());
    }

    @Test
    void unknownUserCodesAndWrongPasswordsGetTheSameAnswersAndTheSameWork() {
        String known = node.newAccount();
        for (String userCode : List.of(known, AuthNode.newUserCode(), "x", "not a code\u0000", "\uD800")) {
            long before = computed();
            assertEquals(new LogInResult.BadCredentials(), logIn(node, userCode, "wrongpass1"));
            // A pool counts a computation a moment after it has handed the result over.
            node.eventually(() -> computed() == before + 1);
        }
    }

    @Test
    void waitsGrowAlikeForKnownAndUnknownUserCodes() {
        List<String> codes = List.of(node.newAccount(), AuthNode.newUserCode());
        Long[] waits = LoginThrottle.waits(5, 900);
        for (int failures = 1; failures <= waits.length + 1; failures++) {
            for (String userCode : codes) {
                waitIsOver(userCode);
                assertEquals(new LogInResult.BadCredentials(), logIn(node, userCode, "wrongpass1"));
                assertEquals(
                        String.valueOf(waits[Math.min(failures, waits.length) - 1]),
                        throttle(userCode, "round(extract(epoch from next_attempt_at - last_attempt_at))"));
            }
        }
        for (String userCode : codes) {
            var locked = assertInstanceOf(LogInResult.Locked.class, logIn(node, userCode, AuthNode.PASSWORD));
            assertTrue(locked.retryAfterSeconds() > 600 && locked.retryAfterSeconds() <= 900);
            assertInstanceOf(
                    LogInResult.Locked.class, logIn(other, userCode.toUpperCase(Locale.ROOT), AuthNode.PASSWORD));
        }
    }

    @Test
    void whoGuessesElsewhereDoesNotLockTheOwnerOut() {
        String userCode = node.newAccount();
        for (int i = 0; i < 6; i++) {
            logInFrom("198.51.100.7", userCode, "wrongpass" + i);
        }
        node.change("update login_throttle set next_attempt_at = now() + interval '1 hour' where key = "
                + AuthNode.throttleKey(userCode, "198.51.100.7"));
        assertInstanceOf(LogInResult.Locked.class, logInFrom("198.51.100.7", userCode, "wrongpass9"));
        // Not even the right password, from there.
        assertInstanceOf(LogInResult.Locked.class, logInFrom("198.51.100.7", userCode, AuthNode.PASSWORD));
        assertInstanceOf(LogInResult.LoggedIn.class, logIn(node, userCode, AuthNode.PASSWORD));
        assertInstanceOf(LogInResult.LoggedIn.class, logIn(other, userCode, AuthNode.PASSWORD));
        // That the owner came does not free who guesses.
        assertInstanceOf(LogInResult.Locked.class, logInFrom("198.51.100.7", userCode, "wrongpass9"));
    }

    @Test
    void guessesFromManyAddressesSlowEverybodyDownAndRefuseNobody() {
        Settings.Auth few = new Settings.Auth(
                "creneau",
                "creneau",
                900,
                604800,
                90,
                AuthNode.SETTINGS.password(),
                2,
                64,
                5,
                900,
                4,
                400,
                AuthNode.SETTINGS.recovery());
        try (AuthNode strict = AuthNode.on(database, few)) {
            String userCode = strict.newAccount();
            LoginThrottle throttle = strict.auth.services().throttle();
            var guess = LoginThrottle.Guess.of(userCode, AuthNode.HOME);
            for (int i = 1; i <= 9; i++) {
                assertEquals(
                        new LogInResult.BadCredentials(),
                        strict.ask(Accounts.LOG_IN, new LogIn(userCode, "wrongpass1", "198.51.100." + i)));
                assertEquals(Math.max(0, Math.min(400, (i - 4) * 100)), AuthNode.done(throttle.delayMillis(guess)));
            }
            Pauses pauses = strict.auth.services().pauses();
            var slow = strict.send(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME));
            strict.eventually(() -> pauses.waiting() > 0);
            assertEquals(0, strict.auth.hashingInFlight(), "who pauses takes nobody's place");
            assertInstanceOf(LogInResult.LoggedIn.class, AuthNode.done(slow));
            assertEquals(400, AuthNode.done(throttle.delayMillis(guess)), "9 failures are still known");
        }
    }

    @Test
    void successForgetsTheFailures() {
        String userCode = node.newAccount();
        logIn(node, userCode, "wrongpass1");
        logIn(node, userCode, "wrongpass2");
        assertEquals("2", throttle(userCode, "failures"));
        node.logIn(userCode);
        assertEquals("", throttle(userCode, "failures"));
    }

    @Test
    void failuresOfLongAgoAreForgottenAndCleanedAway() {
        String userCode = AuthNode.newUserCode();
        logIn(node, userCode, "wrongpass1");
        logIn(node, userCode, "wrongpass1");
        longAgo(userCode);
        logIn(node, userCode, "wrongpass1");
        assertEquals("1", throttle(userCode, "failures"));
        longAgo(userCode);
        AuthNode.done(node.auth.services().throttle().clean());
        assertEquals("", throttle(userCode, "failures"));
    }

    @Test
    void guessesSideBySideOnTwoNodesAreAllCounted() {
        String userCode = node.newAccount();
        logIn(node, userCode, "wrongpass1");
        node.change("update login_throttle set failures = 20, next_attempt_at = clock_timestamp() where key = "
                + key(userCode));
        List<Future<LogInResult>> guesses = Stream.of(node, other)
                .flatMap(at -> IntStream.range(0, 20)
                        .mapToObj(i -> at.send(Accounts.LOG_IN, new LogIn(userCode, "wrongpass" + i, AuthNode.HOME))))
                .toList();
        AuthNode.done(Future.join(guesses));
        assertEquals(
                1,
                guesses.stream()
                        .filter(guess -> guess.result() instanceof LogInResult.BadCredentials)
                        .count());
        assertEquals(
                39,
                guesses.stream()
                        .filter(guess -> guess.result() instanceof LogInResult.Locked)
                        .count());
    }

    @Test
    void aClientsOwnSimultaneousLogInsDoNotShutEachOtherOut() {
        String userCode = node.newAccount();
        List<Future<LogInResult>> requests = IntStream.range(0, 20)
                .mapToObj(i -> node.send(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME)))
                .toList();
        AuthNode.done(Future.join(requests));
        requests.forEach(request -> assertInstanceOf(LogInResult.LoggedIn.class, request.result()));
    }

    @Test
    void aHashMadeMoreCheaplyIsReplacedAtTheNextLogIn() {
        String userCode = node.newAccount();
        String cheap = Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID)
                .hash(AuthNode.PASSWORD, "sixteen byte salt")
                .getResult();
        node.change("update account set password_hash = '" + cheap + "' where user_code = '" + userCode + "'");
        node.logIn(userCode);
        assertEquals(
                "$argon2id$v=19$m=12288,t=5,p=1$",
                node.read("select left(password_hash, 31) from account where user_code = '" + userCode + "'"));
        node.logIn(userCode);
    }

    @Test
    void whenTheHashingThreadsAreBusyAnAttemptIsRefusedAndNotCounted() {
        Settings.Auth small = new Settings.Auth(
                "creneau",
                "creneau",
                900,
                604800,
                90,
                AuthNode.SETTINGS.password(),
                1,
                1,
                5,
                900,
                100,
                3000,
                AuthNode.SETTINGS.recovery());
        try (AuthNode busy = AuthNode.on(database, small)) {
            String userCode = busy.newAccount();
            var tokens = busy.logIn(userCode);
            Promise<String> running = Promise.promise();
            Promise<String> waiting = Promise.promise();
            busy.auth.services().hashing().admit(running::future);
            busy.auth.services().hashing().admit(waiting::future);

            var refused = busy.send(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME));
            assertInstanceOf(Overloaded.class, AuthNode.failure(refused));
            assertEquals("", throttle(userCode, "failures"));
            var unknown =
                    busy.send(Accounts.LOG_IN, new LogIn(AuthNode.newUserCode(), AuthNode.PASSWORD, AuthNode.HOME));
            assertInstanceOf(Overloaded.class, AuthNode.failure(unknown));
            var create = busy.send(Accounts.CREATE, AuthNode.create(AuthNode.newUserCode()));
            assertInstanceOf(Overloaded.class, AuthNode.failure(create));
            // What hashes nothing goes on.
            assertInstanceOf(
                    RefreshResult.Refreshed.class, busy.ask(Accounts.REFRESH, new Refresh(tokens.refreshToken())));

            running.complete("done");
            busy.logIn(userCode);
        }
    }

    @Test
    void withoutADatabaseTheAnswerIsNotKnown() {
        try (AuthNode cut = AuthNode.on(database)) {
            String userCode = cut.newAccount();
            var tokens = cut.logIn(userCode);
            AuthNode.done(cut.loseDatabase());
            assertInstanceOf(
                    Unavailable.class,
                    AuthNode.failure(cut.send(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME))));
            assertInstanceOf(
                    Unavailable.class,
                    AuthNode.failure(cut.send(Accounts.REFRESH, new Refresh(tokens.refreshToken()))));
            assertTrue(cut.accepts(tokens.accessToken()));
        }
    }

    private static LogInResult logIn(AuthNode at, String userCode, String password) {
        return at.ask(Accounts.LOG_IN, new LogIn(userCode, password, AuthNode.HOME));
    }

    private LogInResult logInFrom(String address, String userCode, String password) {
        return node.ask(Accounts.LOG_IN, new LogIn(userCode, password, address));
    }

    private long computed() {
        return node.auth.hashingDone();
    }

    private void waitIsOver(String userCode) {
        node.change("update login_throttle set next_attempt_at = clock_timestamp() where key = " + key(userCode));
    }

    private void longAgo(String userCode) {
        node.change("update login_throttle set last_attempt_at = now() - interval '1801 s',"
                + " next_attempt_at = now() - interval '1801 s' where key = " + key(userCode));
    }

    private String throttle(String userCode, String column) {
        return node.read("select " + column + " from login_throttle where key = " + key(userCode));
    }

    private static String key(String userCode) {
        return AuthNode.throttleKey(userCode, AuthNode.HOME);
    }
}
