package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.creneau.auth.Accounts.CreateResult;
import org.creneau.auth.Accounts.Find;
import org.creneau.auth.Accounts.FindResult;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountIT {

    private final AuthNode node = AuthNode.on(TestServers.newDatabase());

    @BeforeAll
    void isReady() {
        assertEquals(1, node.auth.jwks().getJsonArray("keys").size());
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    void anAccountAndItsClientAreCreatedAndShownToTheirOwner() {
        var created =
                assertInstanceOf(CreateResult.Created.class, node.ask(Accounts.CREATE, AuthNode.create("BrAnDfOrD04")));
        assertEquals("BrAnDfOrD04", created.userCode());

        var account = assertInstanceOf(FindResult.Found.class, node.ask(Accounts.FIND, new Find(created.id())))
                .account();
        assertEquals(created.id(), account.clientId());
        assertEquals("BrAnDfOrD04", account.userCode());
        assertEquals("requerant@example.org", account.email());
        assertEquals(List.of("passe-temps", "premier-voyage-en-avion"), account.questions());
        assertEquals("1", node.read("select count(*) from client where id = '" + created.id() + "'"));

        assertInstanceOf(FindResult.NotFound.class, node.ask(Accounts.FIND, new Find(Ids.next())));
    }

    @Test
    void passwordAndAnswersAreStoredAsHashesOnly() {
        String userCode = node.newAccount();
        String account = "(select id from account where user_code = '" + userCode + "')";
        String stored = node.read("select concat_ws(' ', a.*, s.*) from account a join security_answer s"
                + " on s.account_id = a.id and s.position = 2 where a.id = " + account);
        assertTrue(!stored.contains(AuthNode.PASSWORD) && !stored.contains("Nairobi"), "secrets are readable");
        assertEquals(
                "3",
                node.read("select count(distinct hash) from (select password_hash from account where id = " + account
                        + " union all select answer_hash from security_answer where account_id = " + account
                        + ") as hashes (hash) where hash like '$argon2id$v=19$%'"));
    }

    @Test
    void allProblemsComeBackAndNothingIsStored() {
        var invalid = assertInstanceOf(
                CreateResult.Invalid.class,
                node.ask(Accounts.CREATE, AuthNode.create("short", "onlyletters", "nowhere", List.of())));
        assertEquals(
                List.of(
                        new FieldProblem("/userCode", "user-code-length"),
                        new FieldProblem("/password", "password-composition"),
                        new FieldProblem("/email", "email-invalid"),
                        new FieldProblem("/securityQuestions", "security-questions-two")),
                invalid.problems());
        assertEquals("0", node.read("select count(*) from account where user_code = 'short'"));
    }

    @Test
    void ofParallelRequestsForOneUserCodeInAnyCaseExactlyOneWins() {
        List<Future<CreateResult>> requests = Stream.of("parallel01", "PARALLEL01", "Parallel01", "pArAlLeL01")
                .flatMap(code -> Stream.of(code, code, code))
                .map(code -> node.send(Accounts.CREATE, AuthNode.create(code)))
                .toList();
        AuthNode.done(Future.join(requests));
        assertEquals(
                1,
                requests.stream()
                        .filter(request -> request.result() instanceof CreateResult.Created)
                        .count());
        assertEquals(
                11,
                requests.stream()
                        .filter(request -> request.result() instanceof CreateResult.UserCodeTaken)
                        .count());
        assertEquals("1", node.read("select count(*) from account where lower(user_code) = 'parallel01'"));
        assertEquals(
                "0",
                node.read("select count(*) from client c where not exists"
                        + " (select from account where client_id = c.id)"));
        assertInstanceOf(CreateResult.UserCodeTaken.class, node.ask(Accounts.CREATE, AuthNode.create("paralleL01")));
    }
}
