package org.creneau.auth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.creneau.auth.Accounts.ChangeAccount;
import org.creneau.auth.Accounts.Create;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.config.Settings.PasswordPolicy;
import org.creneau.core.EmailAddress;
import org.creneau.core.FieldProblem;

/** What an account must look like (guide 1.1, 3.3). Every problem is named, not just the first. */
record AccountRules(PasswordPolicy policy) {

    static final int ANSWER_MAX_LENGTH = 100;

    /** The guide's own limit; see {@link #passwordProblems}. */
    private static final int GUIDE_PASSWORD_MAX_LENGTH = 16;

    private static final int QUESTIONS = 2;

    private static final Pattern LETTERS_AND_DIGITS = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x20-\\x7E]+");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    List<FieldProblem> problems(Create command) {
        List<FieldProblem> problems = new ArrayList<>(userCodeProblems(command.userCode()));
        problems.addAll(passwordProblems("/password", command.password()));
        problems.addAll(emailProblems(command.email()));
        addQuestionProblems(problems, command.securityAnswers());
        return problems;
    }

    /** Of what is to be changed (guide 6.2); the rules are those of the creation. */
    List<FieldProblem> problems(ChangeAccount command) {
        List<FieldProblem> problems = new ArrayList<>();
        if (!command.isSensitive() && command.language() == null) {
            problems.add(new FieldProblem("", "nothing-to-change"));
        }
        if (command.isSensitive() && command.currentPassword() == null) {
            problems.add(new FieldProblem("/currentPassword", "required"));
        }
        if (command.userCode() != null) {
            problems.addAll(userCodeProblems(command.userCode()));
        }
        if (command.email() != null) {
            problems.addAll(emailProblems(command.email()));
        }
        if (command.securityAnswers() != null) {
            addQuestionProblems(problems, command.securityAnswers());
        }
        return problems;
    }

    List<FieldProblem> userCodeProblems(String userCode) {
        List<FieldProblem> problems = new ArrayList<>();
        if (!UserCode.hasRightLength(userCode)) {
            problems.add(new FieldProblem("/userCode", "user-code-length"));
        }
        if (!UserCode.hasRightCharacters(userCode)) {
            problems.add(new FieldProblem("/userCode", "user-code-composition"));
        }
        return problems;
    }

    List<FieldProblem> emailProblems(String email) {
        return EmailAddress.isPlausible(email) ? List.of() : List.of(new FieldProblem("/email", "email-invalid"));
    }

    /**
     * Letters and digits together, at least one of each. As in the guide, nothing else is allowed, unless the operator
     * has raised the limit above the guide's 16: long passwords are phrases, so any printable ASCII character, space
     * included, may then stand beside the letters and digits. Accents stay out: they are typed in more than one way.
     *
     * @param pointer the field that holds the password
     */
    List<FieldProblem> passwordProblems(String pointer, String password) {
        List<FieldProblem> problems = new ArrayList<>();
        int length = password.codePointCount(0, password.length());
        if (length < policy.minLength() || length > policy.maxLength()) {
            problems.add(new FieldProblem(pointer, "password-length"));
        }
        Pattern allowed = policy.maxLength() > GUIDE_PASSWORD_MAX_LENGTH ? PRINTABLE_ASCII : LETTERS_AND_DIGITS;
        if (!allowed.matcher(password).matches()
                || !LETTER.matcher(password).find()
                || !DIGIT.matcher(password).find()) {
            problems.add(new FieldProblem(pointer, "password-composition"));
        }
        return problems;
    }

    private static void addQuestionProblems(List<FieldProblem> problems, List<SecurityAnswer> answers) {
        if (answers.size() != QUESTIONS) {
            problems.add(new FieldProblem("/securityQuestions", "security-questions-two"));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            SecurityAnswer answer = answers.get(i);
            String pointer = "/securityQuestions/" + i;
            if (SecurityQuestion.of(answer.question()).isEmpty()) {
                problems.add(new FieldProblem(pointer + "/question", "security-question-unknown"));
            } else if (!seen.add(answer.question())) {
                problems.add(new FieldProblem(pointer + "/question", "security-question-repeated"));
            }
            // The answer itself is compared as it is, capitals and spaces included; only nothing is no answer.
            if (answer.answer().isBlank() || answer.answer().length() > ANSWER_MAX_LENGTH) {
                problems.add(new FieldProblem(pointer + "/answer", "security-answer-length"));
            }
        }
    }
}
