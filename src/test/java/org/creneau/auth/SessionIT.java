package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.auth.Accounts.ChangePassword;
import org.creneau.auth.Accounts.ChangePasswordResult;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.LogOut;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.Refresh;
import org.creneau.auth.Accounts.RefreshResult;
import org.creneau.auth.Accounts.Tokens;
import org.creneau.core.FieldProblem;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {

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
    void noTwoAccessTokensAreTheSame() {
        UUID client = UUID.randomUUID();
        List<String> tokens = node.auth.issuer().issue(Collections.nCopies(20, client), Duration.ofHours(1));
        assertEquals(20, Set.copyOf(tokens).size(), "though they are of one client and one second");
        assertTrue(tokens.stream().allMatch(node::accepts));
    }

    @Test
    void refreshingGivesNewTokensOfTheSameSessionOnAnyNode() {
        Tokens first = node.logIn(node.newAccount());
        Tokens second = refreshed(node, first);
        Tokens third = refreshed(other, second);
        assertNotEquals(first.refreshToken(), second.refreshToken());
        assertEquals(session(first), session(third));
        assertEquals(
                node.principal(first.accessToken()).clientId(),
                node.principal(third.accessToken()).clientId());
    }

    @Test
    void onlyDigestsOfRefreshTokensAreStored() {
        Tokens tokens = node.logIn(node.newAccount());
        assertEquals(
                "1",
                node.read("select count(*) from refresh_token where digest = sha256('" + tokens.refreshToken()
                        + "'::bytea) and session_id = '" + session(tokens) + "'"));
    }

    @Test
    void aTokenUsedTwiceEndsTheSessionEverywhere() {
        Tokens first = node.logIn(node.newAccount());
        Tokens second = refreshed(node, first);
        UUID session = session(second);
        assertTrue(other.accepts(second.accessToken()));

        assertEquals(new RefreshResult.Rejected(), refresh(node, first));
        assertEquals("TOKEN_REUSED", node.read("select end_reason from session where id = '" + session + "'"));
        assertEquals(new RefreshResult.Rejected(), refresh(node, second));
        assertFalse(node.accepts(second.accessToken()));
        other.eventually(() -> !other.accepts(second.accessToken()));
    }

    @Test
    void ofSimultaneousRefreshesExactlyOneWinsAndTheOthersCountAsReuse() {
        Tokens tokens = node.logIn(node.newAccount());
        List<Future<RefreshResult>> requests = IntStream.range(0, 10)
                .mapToObj(i -> (i % 2 == 0 ? node : other).send(Accounts.REFRESH, new Refresh(tokens.refreshToken())))
                .toList();
        AuthNode.done(Future.join(requests));
        assertEquals(
                1,
                requests.stream()
                        .filter(request -> request.result() instanceof RefreshResult.Refreshed)
                        .count());
        assertEquals(
                "TOKEN_REUSED", node.read("select end_reason from session where id = '" + sessionOf(tokens) + "'"));
    }

    @Test
    void unknownMalformedAndExpiredTokensAreRejectedAndEndNothing() {
        Tokens tokens = node.logIn(node.newAccount());
        for (String text : List.of("", "x", "x".repeat(43), "\u0000".repeat(43), tokens.refreshToken() + "x")) {
            assertEquals(new RefreshResult.Rejected(), node.ask(Accounts.REFRESH, new Refresh(text)));
        }
        node.change("update refresh_token set expires_at = now() where session_id = '" + session(tokens) + "'");
        assertEquals(new RefreshResult.Rejected(), refresh(node, tokens));
        assertEquals("null", node.read("select ended_at from session where id = '" + session(tokens) + "'"));
    }

    @Test
    void afterLoggingOutNeitherTokenWorksAnywhere() {
        String userCode = node.newAccount();
        Tokens tokens = node.logIn(userCode);
        Tokens elsewhere = node.logIn(userCode);
        assertTrue(other.accepts(tokens.accessToken()));

        Principal principal = node.principal(tokens.accessToken());
        node.ask(Accounts.LOG_OUT, new LogOut(principal));
        assertFalse(node.accepts(tokens.accessToken()));
        other.eventually(() -> !other.accepts(tokens.accessToken()));
        assertEquals(new RefreshResult.Rejected(), refresh(node, tokens));
        assertEquals(
                "LOGGED_OUT", node.read("select end_reason from session where id = '" + principal.sessionId() + "'"));
        assertTrue(node.accepts(elsewhere.accessToken()));

        try (AuthNode late = AuthNode.on(database)) {
            assertFalse(late.accepts(tokens.accessToken()));
            assertTrue(late.accepts(elsewhere.accessToken()));
        }
    }

    @Test
    void aTokenWithoutASessionCannotBeLoggedOut() {
        UUID client = UUID.randomUUID();
        String token =
                node.auth.issuer().issue(List.of(client), Duration.ofHours(6)).get(0);
        Principal principal = other.principal(token);
        assertEquals(client, principal.clientId());
        node.ask(Accounts.LOG_OUT, new LogOut(principal));
        assertTrue(node.accepts(token));
        assertEquals(
                new ChangePasswordResult.BadCredentials(),
                node.ask(
                        Accounts.CHANGE_PASSWORD,
                        new ChangePassword(principal, AuthNode.PASSWORD, "motdepasse2", AuthNode.HOME)));
    }

    @Test
    void changingThePasswordEndsTheOtherSessionsAndKeepsThisOne() {
        String userCode = node.newAccount();
        node.change("update account set must_change_password = true where user_code = '" + userCode + "'");
        Tokens here = node.logIn(userCode);
        Tokens elsewhere = node.logIn(userCode);

        Tokens fresh = assertInstanceOf(
                        ChangePasswordResult.Changed.class, changePassword(here, AuthNode.PASSWORD, "motdepasse2"))
                .tokens();
        assertFalse(fresh.mustChangePassword());
        assertEquals(session(here), session(fresh));
        assertFalse(node.principal(fresh.accessToken()).mustChangePassword());
        assertFalse(node.accepts(elsewhere.accessToken()));
        assertEquals(new RefreshResult.Rejected(), refresh(node, elsewhere));

        // This session's old refresh token is void, but to present it is not taken for a theft.
        assertEquals(new RefreshResult.Rejected(), refresh(node, here));
        refreshed(node, fresh);

        assertEquals(
                new LogInResult.BadCredentials(),
                node.ask(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME)));
        assertInstanceOf(
                LogInResult.LoggedIn.class,
                node.ask(Accounts.LOG_IN, new LogIn(userCode, "motdepasse2", AuthNode.HOME)));
    }

    @Test
    void aPasswordIsChangedOnlyByWhoKnowsItAndOnlyToAProperOne() {
        String userCode = node.newAccount();
        Tokens tokens = node.logIn(userCode);
        assertEquals(
                new ChangePasswordResult.Invalid(List.of(new FieldProblem("/newPassword", "password-composition"))),
                changePassword(tokens, AuthNode.PASSWORD, "onlyletters"));
        assertEquals(
                new ChangePasswordResult.Invalid(List.of(new FieldProblem("/newPassword", "password-unchanged"))),
                changePassword(tokens, AuthNode.PASSWORD, AuthNode.PASSWORD));
        assertEquals(new ChangePasswordResult.BadCredentials(), changePassword(tokens, "wrongpass1", "motdepasse2"));
        // Guesses are counted with those made by logging in.
        node.change("update login_throttle set next_attempt_at = now() + interval '1 hour' where key = "
                + AuthNode.throttleKey(userCode, AuthNode.HOME));
        assertInstanceOf(ChangePasswordResult.Locked.class, changePassword(tokens, AuthNode.PASSWORD, "motdepasse2"));
        assertInstanceOf(
                LogInResult.Locked.class,
                node.ask(Accounts.LOG_IN, new LogIn(userCode, AuthNode.PASSWORD, AuthNode.HOME)));
    }

    @Test
    void oldSessionsAreCleanedAway() {
        String userCode = node.newAccount();
        Tokens expired = node.logIn(userCode);
        Tokens ended = node.logIn(userCode);
        Tokens current = refreshed(node, node.logIn(userCode));
        node.change("update refresh_token set expires_at = now() - interval '1 s' where session_id = '"
                + session(expired) + "'");
        node.change("update session set ended_at = now() - interval '1 hour', end_reason = 'LOGGED_OUT' where id = '"
                + session(ended) + "'");
        AuthNode.done(node.auth.services().sessionStore().clean(900));
        assertEquals(
                session(current).toString(),
                node.read("select string_agg(session.id::text, ' ') from session join account on account.id ="
                        + " account_id where user_code = '" + userCode + "'"));
        refreshed(node, current);
    }

    private static RefreshResult refresh(AuthNode at, Tokens tokens) {
        return at.ask(Accounts.REFRESH, new Refresh(tokens.refreshToken()));
    }

    private static Tokens refreshed(AuthNode at, Tokens tokens) {
        return assertInstanceOf(RefreshResult.Refreshed.class, refresh(at, tokens))
                .tokens();
    }

    private ChangePasswordResult changePassword(Tokens tokens, String current, String wanted) {
        return node.ask(
                Accounts.CHANGE_PASSWORD,
                new ChangePassword(node.principal(tokens.accessToken()), current, wanted, AuthNode.HOME));
    }

    private UUID session(Tokens tokens) {
        UUID session = node.principal(tokens.accessToken()).sessionId();
        return java.util.Objects.requireNonNull(session);
    }

    /** Of a session that has ended, so that its access token no longer tells. */
    private String sessionOf(Tokens tokens) {
        return node.read(
                "select session_id from refresh_token where digest = sha256('" + tokens.refreshToken() + "'::bytea)");
    }
}
