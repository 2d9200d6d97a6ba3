package org.creneau.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.auth.AccountStore.NewAccount;
import org.creneau.auth.Accounts.Create;
import org.creneau.auth.Accounts.CreateResult;
import org.creneau.auth.Accounts.Find;
import org.creneau.auth.Accounts.FindResult;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;

/** Makes accounts and shows them to their owners. */
record AccountService(AccountRules rules, AccountStore store, PasswordHasher hasher) {

    Future<CreateResult> create(Create command) {
        List<FieldProblem> problems = rules.problems(command);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new CreateResult.Invalid(problems));
        }
        // Asked before anything is hashed; whoever loses a race for a code learns it from the insert.
        return hasher.admit(() -> store.findByUserCode(
                        UserCode.canonical(command.userCode()).orElseThrow())
                .compose(taken -> taken.isPresent()
                        ? Future.succeededFuture(new CreateResult.UserCodeTaken())
                        : hashAndStore(command)));
    }

    Future<FindResult> find(Find command) {
        return store.show(command.clientId())
                .map(found -> found.<FindResult>map(FindResult.Found::new).orElseGet(FindResult.NotFound::new));
    }

    private Future<CreateResult> hashAndStore(Create command) {
        List<SecurityAnswer> answers = command.securityAnswers();
        List<String> secrets = Stream.concat(
                        Stream.of(command.password()), answers.stream().map(SecurityAnswer::answer))
                .toList();
        UUID clientId = Ids.next();
        return hasher.hash(secrets)
                .map(hashes -> new NewAccount(
                        Ids.next(),
                        clientId,
                        command.userCode(),
                        command.email(),
                        hashes.get(0),
                        IntStream.range(0, answers.size())
                                .mapToObj(i -> new SecurityAnswer(answers.get(i).question(), hashes.get(i + 1)))
                                .toList()))
                .compose(store::create)
                .map(created -> created
                        ? new CreateResult.Created(clientId, command.userCode())
                        : new CreateResult.UserCodeTaken());
    }
}
