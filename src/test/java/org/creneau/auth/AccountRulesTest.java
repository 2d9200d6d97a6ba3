package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.config.Settings.PasswordPolicy;
import org.creneau.core.FieldProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRulesTest {

    private static final AccountRules GUIDE = new AccountRules(new PasswordPolicy(8, 16));
    private static final AccountRules RAISED = new AccountRules(new PasswordPolicy(8, 128));
    private static final List<SecurityAnswer> ANSWERS = List.of(
            new SecurityAnswer("passe-temps", "Lecture"),
            new SecurityAnswer("premier-voyage-en-avion", "Nairobi Kenya"));

    @Test
    void theGuidesOwnExampleIsAccepted() {
        assertEquals(
                List.of(),
                GUIDE.problems(AuthNode.create("BrAnDfOrD04", "motdepasse1", "requerant@micc.gouv.qc.ca", ANSWERS)));
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        var command = AuthNode.create(
                "é",
                "abc",
                "nobody",
                List.of(new SecurityAnswer("passe-temps", " "), new SecurityAnswer("passe-temps", "x".repeat(101))));
        assertEquals(
                List.of(
                        new FieldProblem("/userCode", "user-code-length"),
                        new FieldProblem("/userCode", "user-code-composition"),
                        new FieldProblem("/password", "password-length"),
                        new FieldProblem("/password", "password-composition"),
                        new FieldProblem("/email", "email-invalid"),
                        new FieldProblem("/securityQuestions/0/answer", "security-answer-length"),
                        new FieldProblem("/securityQuestions/1/question", "security-question-repeated"),
                        new FieldProblem("/securityQuestions/1/answer", "security-answer-length")),
                GUIDE.problems(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefgh", "ABCDEFGH12345678", "12345678"})
    void userCodesOf8To16LettersOrDigits(String userCode) {
        assertEquals(
                List.of(),
                GUIDE.problems(AuthNode.create(userCode, "motdepasse1", "a@example.org", ANSWERS)),
                userCode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdefg",
                "abcdefghijklmnopq",
                "abcdéfgh",
                "abcd efgh",
                "abcd_efgh",
                "abcdefg\u0000",
                "１２３４５６７８"
            })
    void otherUserCodesAreRefused(String userCode) {
        List<FieldProblem> problems =
                GUIDE.problems(AuthNode.create(userCode, "motdepasse1", "a@example.org", ANSWERS));
        assertTrue(problems.stream().anyMatch(problem -> problem.pointer().equals("/userCode")), userCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefg1", "1abcdefg", "ABCDEFGH12345678"})
    void passwordsAsTheGuideWantsThem(String password) {
        assertEquals(List.of(), GUIDE.passwordProblems("/password", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefgh", "12345678", "abcdefg1!", "abcdefgé1", "abcd efg1", "abcdefg１"})
    void passwordsOfAnotherComposition(String password) {
        assertEquals(
                List.of(new FieldProblem("/password", "password-composition")),
                GUIDE.passwordProblems("/password", password));
    }

    @Test
    void aRaisedLimitTakesPhrasesButNoAccents() {
        assertEquals(List.of(), RAISED.passwordProblems("/password", "correct horse, battery staple 4!"));
        assertEquals(List.of(), RAISED.passwordProblems("/password", "a1".repeat(64)));
        assertEquals(
                List.of(new FieldProblem("/password", "password-length")),
                RAISED.passwordProblems("/password", "a1".repeat(64) + "x"));
        assertEquals(
                List.of(new FieldProblem("/password", "password-composition")),
                RAISED.passwordProblems("/password", "l'été de mes 20 ans"));
        assertEquals(
                List.of(new FieldProblem("/password", "password-composition")),
                RAISED.passwordProblems("/password", "tab\tulator1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org",
                "requerant@micc.gouv.qc.ca",
                "first.last+tag@sub-domain.example.org",
                "o'neil@example.org",
                "x@xn--caf-dma.example"
            })
    void plausibleEmails(String email) {
        assertEquals(List.of(), emailProblems(email), email);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@example.org",
                "a@",
                "a@localhost",
                "a@@example.org",
                "a b@example.org",
                ".a@example.org",
                "a.@example.org",
                "a..b@example.org",
                "a@-example.org",
                "a@example-.org",
                "a@example..org",
                "a@example.org.",
                "a@127.0.0.1",
                "a@example.org\nBcc: b@example.org",
                "a@exa\u0000mple.org",
                "<a@example.org>"
            })
    void implausibleEmails(String email) {
        assertEquals(List.of(new FieldProblem("/email", "email-invalid")), emailProblems(email), email);
    }

    @Test
    void emailsHaveALongestLength() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "example.org"; // 194 characters
        assertEquals(List.of(), emailProblems("l".repeat(59) + "@" + domain));
        assertEquals(1, emailProblems("l".repeat(60) + "@" + domain).size());
        assertEquals(1, emailProblems("l".repeat(65) + "@example.org").size());
    }

    @Test
    void exactlyTwoDifferentQuestionsOfTheMenu() {
        FieldProblem two = new FieldProblem("/securityQuestions", "security-questions-two");
        assertEquals(List.of(two), questionProblems(List.of()));
        assertEquals(List.of(two), questionProblems(List.of(ANSWERS.get(0))));
        assertEquals(List.of(two), questionProblems(List.of(ANSWERS.get(0), ANSWERS.get(1), ANSWERS.get(0))));
        assertEquals(
                List.of(new FieldProblem("/securityQuestions/1/question", "security-question-unknown")),
                questionProblems(List.of(ANSWERS.get(0), new SecurityAnswer("couleur", "bleu"))));
    }

    @Test
    void nothingThatACommandHoldsCanReachALog() {
        var command = AuthNode.create("BrAnDfOrD04", "motdepasse1", "requerant@micc.gouv.qc.ca", ANSWERS);
        String shown = command + " " + ANSWERS + " " + new Accounts.LogIn("BrAnDfOrD04", "motdepasse1", "192.0.2.77")
                + " " + new Accounts.Refresh("secret") + " " + new Accounts.Tokens("secret", "secret", 1, false);
        for (String secret :
                List.of("BrAnDfOrD04", "motdepasse1", "requerant", "Lecture", "Nairobi", "secret", "192.0.2.77")) {
            assertTrue(!shown.contains(secret), secret);
        }
    }

    private static List<FieldProblem> emailProblems(String email) {
        return GUIDE.problems(AuthNode.create("BrAnDfOrD04", "motdepasse1", email, ANSWERS));
    }

    private static List<FieldProblem> questionProblems(List<SecurityAnswer> answers) {
        return GUIDE.problems(AuthNode.create("BrAnDfOrD04", "motdepasse1", "a@example.org", answers));
    }
}
