package org.creneau.auth;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.auth.Accounts.ChangePassword;
import org.creneau.auth.Accounts.ChangePasswordResult;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.VerifyPassword;
import org.creneau.auth.Accounts.VerifyPasswordResult;
import org.creneau.auth.LoginThrottle.Guess;
import org.creneau.core.FieldProblem;

/**
 * Whatever depends on knowing a password: logging in, changing it, and what is asked for it again.
 *
 * <p>An unknown user code goes the same way as a wrong password, step by step: counted, looked up, compared with a hash
 * made alike, refused. Neither the answer nor the time that it takes tells which it was. Whether there is a temporary
 * password changes nothing in that: it is compared by its digest, which takes no time, and what it does not fit is
 * compared with the one hash as always.
 */
record PasswordService(
        AccountRules rules, AccountStore store, PasswordHasher hasher, Attempts attempts, SessionService sessions) {

    Future<LogInResult> logIn(LogIn command) {
        Guess guess = Guess.of(command.userCode(), command.from());
        // What cannot be a user code is looked up too, as one that nobody has.
        String userCode = UserCode.canonical(command.userCode()).orElse("");
        return attempt(
                guess,
                LogInResult.Locked::new,
                () -> verify(guess, () -> store.findByUserCode(userCode), command.password())
                        .compose(verified -> verified.isPresent()
                                ? open(verified.get())
                                : Future.succeededFuture(new LogInResult.BadCredentials())));
    }

    private Future<LogInResult> open(Verified verified) {
        Digest temporary = verified.credentials().temporary();
        if (!verified.byTemporary() || temporary == null) {
            return sessions.open(verified.credentials()).map(LogInResult.LoggedIn::new);
        }
        return sessions.openOnce(verified.credentials(), temporary)
                .map(opened ->
                        opened.<LogInResult>map(LogInResult.LoggedIn::new).orElseGet(LogInResult.BadCredentials::new));
    }

    Future<ChangePasswordResult> changePassword(ChangePassword command) {
        List<FieldProblem> problems = new ArrayList<>(rules.passwordProblems("/newPassword", command.newPassword()));
        if (command.newPassword().equals(command.currentPassword())) {
            problems.add(new FieldProblem("/newPassword", "password-unchanged"));
        }
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new ChangePasswordResult.Invalid(problems));
        }
        return withPassword(
                        command.principal(),
                        command.currentPassword(),
                        command.from(),
                        ChangePasswordResult.Locked::new,
                        verified -> verified.isPresent()
                                ? change(command, verified.get())
                                : Future.succeededFuture(new ChangePasswordResult.BadCredentials()))
                // A client without an account has no password that could be right.
                .map(answer -> answer.orElseGet(ChangePasswordResult.BadCredentials::new));
    }

    /**
     * Does what takes the password of whoever is logged in already.
     *
     * @param go gets whose password it is; nothing when it was wrong
     * @return empty when the client has no account
     */
    <R> Future<Optional<R>> withPassword(
            Principal principal,
            String password,
            String from,
            LongFunction<R> locked,
            Function<Optional<Credentials>, Future<R>> go) {
        return store.findByPrincipal(principal).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Guess guess = Guess.of(found.get().userCode(), from);
            return attempt(
                            guess,
                            locked,
                            () -> verify(guess, () -> Future.succeededFuture(found), password)
                                    .compose(verified -> go.apply(verified.map(Verified::credentials))))
                    .map(Optional::of);
        });
    }

    Future<VerifyPasswordResult> verifyPassword(VerifyPassword command) {
        return withPassword(
                        command.principal(),
                        command.password(),
                        command.from(),
                        VerifyPasswordResult.Locked::new,
                        verified -> Future.succeededFuture(
                                verified.isPresent()
                                        ? new VerifyPasswordResult.Verified()
                                        : new VerifyPasswordResult.BadCredentials()))
                // A client without an account has no password that could be right.
                .map(answer -> answer.orElseGet(VerifyPasswordResult.BadCredentials::new));
    }

    /** Counts an attempt and makes it, or says how long to wait. Refused without being counted when too busy. */
    private <R> Future<R> attempt(Guess guess, LongFunction<R> locked, Supplier<Future<R>> go) {
        return attempts.pause(guess).compose(done -> hasher.admit(() -> attempts.count(guess, locked, go)));
    }

    /** A password that was right. */
    private record Verified(Credentials credentials, boolean byTemporary) {}

    /** Whose password it is; empty when it is not. */
    private Future<Optional<Verified>> verify(
            Guess guess, Supplier<Future<Optional<Credentials>>> lookUp, String password) {
        return lookUp.get().compose(found -> {
            if (found.isPresent() && found.get().isTemporary(password)) {
                return attempts.forget(guess).map(Optional.of(new Verified(found.get(), true)));
            }
            return hasher.compare(password, found.map(Credentials::passwordHash))
                    .compose(comparison -> comparison.matches()
                            ? attempts.forget(guess)
                                    .compose(done -> upToDate(found.orElseThrow(), comparison))
                                    .map(credentials -> Optional.of(new Verified(credentials, false)))
                            : Future.succeededFuture(Optional.empty()));
        });
    }

    /** Stores the password hashed as it is done today, when it was not. */
    private Future<Credentials> upToDate(Credentials verified, PasswordHasher.Comparison comparison) {
        String replacement = comparison.replacement();
        if (replacement == null) {
            return Future.succeededFuture(verified);
        }
        return store.replaceHash(verified, replacement)
                .map(replaced -> replaced ? verified.withHash(replacement) : verified);
    }

    private Future<ChangePasswordResult> change(ChangePassword command, Credentials verified) {
        return hasher.hash(List.of(command.newPassword()))
                .compose(hashes -> sessions.changePassword(command.principal(), verified, hashes.get(0)))
                .map(tokens -> tokens.<ChangePasswordResult>map(ChangePasswordResult.Changed::new)
                        .orElseGet(ChangePasswordResult.BadCredentials::new));
    }
}
