package org.creneau.http.api;

import org.creneau.auth.Accounts;
import org.creneau.auth.Accounts.ChangeAccountResult;
import org.creneau.auth.Accounts.ChangePasswordResult;
import org.creneau.auth.Accounts.CreateResult;
import org.creneau.auth.Accounts.FindResult;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.RefreshResult;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of account commands mean in HTTP. */
final class AccountOutcomes {

    final Outcomes<CreateResult> created;
    final Outcomes<LogInResult> loggedIn;
    final Outcomes<RefreshResult> refreshed;
    final Outcomes<FindResult> found;
    final Outcomes<ChangePasswordResult> passwordChanged;
    final Outcomes<ChangeAccountResult> changed;

    AccountOutcomes(Problems problems) {
        created = Outcomes.of(CreateResult.class)
                .on(
                        CreateResult.Created.class,
                        (result, call) -> Reply.personal(
                                201, new AccountJson.Created(result.id().toString(), result.userCode()), call.lang()))
                .on(
                        CreateResult.UserCodeTaken.class,
                        (result, call) -> problems.of(ProblemCode.USER_CODE_TAKEN, call.lang()))
                .on(CreateResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(
                        CreateResult.AuthorizationInvalid.class,
                        (result, call) -> problems.of(ProblemCode.AUTHORIZATION_CODE_INVALID, call.lang()))
                .on(
                        CreateResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .build();
        loggedIn = Outcomes.of(LogInResult.class)
                .on(LogInResult.LoggedIn.class, (result, call) -> tokens(result.tokens(), call))
                .on(
                        LogInResult.BadCredentials.class,
                        (result, call) -> problems.of(ProblemCode.BAD_CREDENTIALS, call.lang()))
                .on(
                        LogInResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .build();
        refreshed = Outcomes.of(RefreshResult.class)
                .on(RefreshResult.Refreshed.class, (result, call) -> tokens(result.tokens(), call))
                .on(RefreshResult.Rejected.class, (result, call) -> problems.invalidToken(call.lang()))
                .build();
        found = Outcomes.of(FindResult.class)
                .on(
                        FindResult.Found.class,
                        (result, call) -> Reply.personal(200, AccountJson.Account.of(result.account()), call.lang()))
                .on(FindResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
        passwordChanged = Outcomes.of(ChangePasswordResult.class)
                .on(ChangePasswordResult.Changed.class, (result, call) -> tokens(result.tokens(), call))
                .on(
                        ChangePasswordResult.BadCredentials.class,
                        (result, call) -> problems.of(ProblemCode.BAD_CREDENTIALS, call.lang()))
                .on(
                        ChangePasswordResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .on(
                        ChangePasswordResult.Invalid.class,
                        (result, call) -> problems.validation(result.problems(), call.lang()))
                .build();
        changed = changed(problems);
    }

    private static Outcomes<ChangeAccountResult> changed(Problems problems) {
        return Outcomes.of(ChangeAccountResult.class)
                .on(
                        ChangeAccountResult.Changed.class,
                        (result, call) -> Reply.personal(200, AccountJson.Account.of(result.account()), call.lang()))
                .on(
                        ChangeAccountResult.NotFound.class,
                        (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        ChangeAccountResult.BadCredentials.class,
                        (result, call) -> problems.of(ProblemCode.BAD_CREDENTIALS, call.lang()))
                .on(
                        ChangeAccountResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .on(
                        ChangeAccountResult.UserCodeTaken.class,
                        (result, call) -> problems.of(ProblemCode.USER_CODE_TAKEN, call.lang()))
                .on(
                        ChangeAccountResult.Invalid.class,
                        (result, call) -> problems.validation(result.problems(), call.lang()))
                .build();
    }

    private static Reply tokens(Accounts.Tokens tokens, Call call) {
        return Reply.personal(200, AccountJson.Tokens.of(tokens), call.lang());
    }
}
