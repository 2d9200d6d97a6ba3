package org.creneau.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.creneau.auth.AccountChangeStore.Outcome;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.auth.Accounts.ChangeAccount;
import org.creneau.auth.Accounts.ChangeAccountResult;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.FieldProblem;

/** Changes the user code, the e-mail address, the language and the questions (guide 6.2). */
record AccountChangeService(
        AccountRules rules,
        AccountStore accounts,
        AccountChangeStore store,
        PasswordHasher hasher,
        PasswordService passwords,
        EndedSessions endedSessions) {

    Future<ChangeAccountResult> change(ChangeAccount command) {
        List<FieldProblem> problems = rules.problems(command);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new ChangeAccountResult.Invalid(problems));
        }
        String password = command.currentPassword();
        if (!command.isSensitive() || password == null) {
            return accounts.findByPrincipal(command.principal())
                    .compose(found -> found.isPresent()
                            ? apply(command, found.get(), List.of())
                            : Future.succeededFuture(new ChangeAccountResult.NotFound()));
        }
        return passwords
                .withPassword(
                        command.principal(),
                        password,
                        command.from(),
                        ChangeAccountResult.Locked::new,
                        verified -> verified.isPresent()
                                ? hashAndApply(command, verified.get())
                                : Future.succeededFuture(new ChangeAccountResult.BadCredentials()))
                .map(answer -> answer.orElseGet(ChangeAccountResult.NotFound::new));
    }

    private Future<ChangeAccountResult> hashAndApply(ChangeAccount command, Credentials verified) {
        List<SecurityAnswer> answers =
                Optional.ofNullable(command.securityAnswers()).orElse(List.of());
        if (answers.isEmpty()) {
            return apply(command, verified, answers);
        }
        return hasher.hash(answers.stream().map(SecurityAnswer::answer).toList())
                .compose(hashes -> apply(command, verified, AccountService.hashed(answers, hashes)));
    }

    private Future<ChangeAccountResult> apply(
            ChangeAccount command, Credentials verified, List<SecurityAnswer> hashedAnswers) {
        return store.change(command, verified, hashedAnswers).compose(outcome -> {
            if (outcome instanceof Outcome.Done done) {
                endedSessions.addAll(done.ended());
                return accounts.show(verified.clientId())
                        .map(shown -> shown.<ChangeAccountResult>map(ChangeAccountResult.Changed::new)
                                .orElseGet(ChangeAccountResult.NotFound::new));
            }
            return Future.succeededFuture(new ChangeAccountResult.UserCodeTaken());
        });
    }
}
