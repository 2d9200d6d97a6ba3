package org.creneau.auth;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.creneau.auth.AuthorizationStore.Owner;
import org.creneau.auth.LoginThrottle.Guess;
import org.creneau.auth.Recovery.Authorization;
import org.creneau.auth.Recovery.AuthorizationClaim;
import org.creneau.auth.Recovery.CheckAuthorization;
import org.creneau.auth.Recovery.CheckResult;
import org.creneau.auth.Recovery.RequiredNumber;

/**
 * Looks at authorization codes and what must come with them (guide 3.2). Nothing is remembered between the two steps: the
 * second shows everything again.
 *
 * <p>Wrong codes are counted for their address, whichever they are, since nobody guesses at one in particular; what is
 * wrong beside a right code is counted for that code too, and voids it in the end. All refusals are one.
 */
record AuthorizationService(AuthorizationStore store, Attempts attempts, EvenAnswers even) {

    Future<CheckResult> check(CheckAuthorization command) {
        LongFunction<CheckResult> locked = CheckResult.Locked::new;
        return counted(
                command.claim(),
                command.from(),
                locked,
                () -> store.check(command.claim()),
                owner -> owner.<CheckResult>map(known -> new CheckResult.Good(
                                known.existing() ? RequiredNumber.REFERENCE_NUMBER : RequiredNumber.CLIENT_NUMBER))
                        .orElseGet(CheckResult.Invalid::new));
    }

    /** What the second step comes to. */
    sealed interface Proof {
        record Given(Owner owner) implements Proof {}

        record Missing() implements Proof {}

        record Locked(long retryAfterSeconds) implements Proof {}
    }

    /** Whose registration it is. The code is not used up yet: that is for the account's own statement. */
    Future<Proof> prove(Authorization authorization, String from) {
        LongFunction<Proof> locked = Proof.Locked::new;
        return counted(
                authorization.claim(),
                from,
                locked,
                () -> store.check(authorization),
                owner -> owner.<Proof>map(Proof.Given::new).orElseGet(Proof.Missing::new));
    }

    private <R> Future<R> counted(
            AuthorizationClaim claim,
            String from,
            LongFunction<R> locked,
            Supplier<Future<Optional<Owner>>> look,
            Function<Optional<Owner>, R> answer) {
        Digest code = Secrets.ofAuthorizationCode(claim.authorizationCode());
        Guess guess = Guess.atAny("authorization", code.bytes().toString("ISO-8859-1"), from);
        return even.take(() -> attempts.pause(guess)
                .compose(paused -> attempts.count(
                        guess,
                        locked,
                        () -> look.get()
                                .compose(owner -> owner.isPresent()
                                        ? attempts.takeBack(guess).map(answer.apply(owner))
                                        : Future.succeededFuture(answer.apply(owner))))));
    }
}
