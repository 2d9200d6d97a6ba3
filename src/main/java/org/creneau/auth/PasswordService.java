package org.creneau.auth;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.auth.Accounts.ChangePassword;
import org.creneau.auth.Accounts.ChangePasswordResult;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.VerifyPassword;
import org.creneau.auth.Accounts.VerifyPasswordResult;
import org.creneau.auth.LoginThrottle.Guess;
import org.creneau.core.FieldProblem;

/**
 * Whatever depends on knowing a password: logging in, changing it, and what is asked for it again.
 *
 * <p>An unknown user code goes the same way as a wrong password, step by step: counted, looked up, compared with a hash
 * made alike, refused. Neither the answer nor the time that it takes tells which it was.
 */
record PasswordService(
        AccountRules rules,
        AccountStore store,
        PasswordHasher hasher,
        LoginThrottle throttle,
        Pauses pauses,
        Turns<Digest> turns,
        SessionService sessions) {

    Future<LogInResult> logIn(LogIn command) {
        Guess guess = Guess.of(command.userCode(), command.from());
        // What cannot be a user code is looked up too, as one that nobody has.
        String userCode = UserCode.canonical(command.userCode()).orElse("");
        return attempt(
                guess,
                LogInResult.Locked::new,
                () -> verify(guess, () -> store.findByUserCode(userCode), command.password())
                        .compose(verified -> verified.isPresent()
                                ? sessions.open(verified.get()).map(LogInResult.LoggedIn::new)
                                : Future.succeededFuture(new LogInResult.BadCredentials())));
    }

    Future<ChangePasswordResult> changePassword(ChangePassword command) {
        List<FieldProblem> problems = new ArrayList<>(rules.passwordProblems("/newPassword", command.newPassword()));
        if (command.newPassword().equals(command.currentPassword())) {
            problems.add(new FieldProblem("/newPassword", "password-unchanged"));
        }
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new ChangePasswordResult.Invalid(problems));
        }
        return store.findByClient(command.principal().clientId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new ChangePasswordResult.BadCredentials()); // a client without an account
            }
            Guess guess = Guess.of(found.get().userCode(), command.from());
            return attempt(
                    guess,
                    ChangePasswordResult.Locked::new,
                    () -> verify(guess, () -> Future.succeededFuture(found), command.currentPassword())
                            .compose(verified -> verified.isPresent()
                                    ? change(command, verified.get())
                                    : Future.succeededFuture(new ChangePasswordResult.BadCredentials())));
        });
    }

    Future<VerifyPasswordResult> verifyPassword(VerifyPassword command) {
        return store.findByClient(command.clientId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new VerifyPasswordResult.BadCredentials()); // a client without an account
            }
            Guess guess = Guess.of(found.get().userCode(), command.from());
            return attempt(
                    guess,
                    VerifyPasswordResult.Locked::new,
                    () -> verify(guess, () -> Future.succeededFuture(found), command.password())
                            .map(verified -> verified.isPresent()
                                    ? new VerifyPasswordResult.Verified()
                                    : new VerifyPasswordResult.BadCredentials()));
        });
    }

    /** Counts an attempt and makes it, or says how long to wait. Refused without being counted when too busy. */
    private <R> Future<R> attempt(Guess guess, LongFunction<R> locked, Supplier<Future<R>> go) {
        Function<OptionalLong, Future<R>> decide =
                wait -> wait.isPresent() ? Future.succeededFuture(locked.apply(wait.getAsLong())) : go.get();
        // Whoever pauses has not been admitted yet, and takes no place from anybody.
        return throttle.delayMillis(guess)
                .compose(pauses::take)
                .compose(done -> hasher.admit(() ->
                        turns.take(guess.here(), () -> throttle.attempt(guess).compose(decide))));
    }

    /** Whose password it is; empty when it is not. */
    private Future<Optional<Credentials>> verify(
            Guess guess, Supplier<Future<Optional<Credentials>>> lookUp, String password) {
        return lookUp.get()
                .compose(found -> hasher.compare(password, found.map(Credentials::passwordHash))
                        .compose(comparison -> comparison.matches()
                                ? throttle.forget(guess).compose(done -> upToDate(found.orElseThrow(), comparison))
                                : Future.succeededFuture(Optional.empty())));
    }

    /** Stores the password hashed as it is done today, when it was not. */
    private Future<Optional<Credentials>> upToDate(Credentials verified, PasswordHasher.Comparison comparison) {
        String replacement = comparison.replacement();
        if (replacement == null) {
            return Future.succeededFuture(Optional.of(verified));
        }
        return store.replaceHash(verified, replacement)
                .map(replaced -> Optional.of(replaced ? verified.withHash(replacement) : verified));
    }

    private Future<ChangePasswordResult> change(ChangePassword command, Credentials verified) {
        return hasher.hash(List.of(command.newPassword()))
                .compose(hashes -> sessions.changePassword(command.principal(), verified, hashes.get(0)))
                .map(tokens -> tokens.<ChangePasswordResult>map(ChangePasswordResult.Changed::new)
                        .orElseGet(ChangePasswordResult.BadCredentials::new));
    }
}
