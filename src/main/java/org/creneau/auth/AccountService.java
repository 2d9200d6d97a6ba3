package org.creneau.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.auth.AccountStore.NewAccount;
import org.creneau.auth.Accounts.Create;
import org.creneau.auth.Accounts.CreateResult;
import org.creneau.auth.Accounts.Find;
import org.creneau.auth.Accounts.FindResult;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.auth.AuthorizationService.Proof;
import org.creneau.auth.Recovery.Authorization;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;

/** Makes accounts and shows them to their owners. */
record AccountService(
        AccountRules rules, AccountStore store, PasswordHasher hasher, AuthorizationService authorizations) {

    Future<CreateResult> create(Create command) {
        List<FieldProblem> problems = rules.problems(command);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new CreateResult.Invalid(problems));
        }
        Authorization authorization = command.authorization();
        if (authorization == null) {
            return admitted(command, Ids.next(), Optional.empty());
        }
        return authorizations.prove(authorization, command.from()).compose(proof -> {
            if (proof instanceof Proof.Given given) {
                Digest code = Secrets.ofAuthorizationCode(authorization.claim().authorizationCode());
                return admitted(command, given.owner().clientId(), Optional.of(code));
            }
            return Future.succeededFuture(
                    proof instanceof Proof.Locked locked
                            ? new CreateResult.Locked(locked.retryAfterSeconds())
                            : new CreateResult.AuthorizationInvalid());
        });
    }

    Future<FindResult> find(Find command) {
        return store.show(command.clientId())
                .map(found -> found.<FindResult>map(FindResult.Found::new).orElseGet(FindResult.NotFound::new));
    }

    /** Asked before anything is hashed; whoever loses a race for a code learns it from the insert. */
    private Future<CreateResult> admitted(Create command, UUID clientId, Optional<Digest> code) {
        return hasher.admit(() -> store.findByUserCode(
                        UserCode.canonical(command.userCode()).orElseThrow())
                .compose(taken -> taken.isPresent()
                        ? Future.succeededFuture(new CreateResult.UserCodeTaken())
                        : hashAndStore(command, clientId, code)));
    }

    private Future<CreateResult> hashAndStore(Create command, UUID clientId, Optional<Digest> code) {
        List<SecurityAnswer> answers = command.securityAnswers();
        List<String> secrets = Stream.concat(
                        Stream.of(command.password()), answers.stream().map(SecurityAnswer::answer))
                .toList();
        return hasher.hash(secrets)
                .map(hashes -> new NewAccount(
                        Ids.next(),
                        clientId,
                        command.userCode(),
                        command.email(),
                        command.language(),
                        hashes.get(0),
                        hashed(answers, hashes.subList(1, hashes.size()))))
                .compose(account -> code.isPresent() ? store.create(account, code.get()) : store.create(account))
                .map(creation -> switch (creation) {
                    case CREATED -> new CreateResult.Created(clientId, command.userCode());
                    case USER_CODE_TAKEN -> new CreateResult.UserCodeTaken();
                    case CODE_INVALID -> new CreateResult.AuthorizationInvalid();
                });
    }

    /** The same questions with the answers hashed. */
    static List<SecurityAnswer> hashed(List<SecurityAnswer> answers, List<String> hashes) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> new SecurityAnswer(answers.get(i).question(), hashes.get(i)))
                .toList();
    }
}
