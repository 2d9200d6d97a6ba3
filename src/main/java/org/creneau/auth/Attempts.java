package org.creneau.auth;

import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.creneau.auth.LoginThrottle.Guess;

/** Whatever may be a guess is counted before it is made; see {@link LoginThrottle}. */
record Attempts(LoginThrottle throttle, Pauses pauses, Turns<Digest> turns) {

    /** Waits as long as guesses at this, from wherever, have to. Whoever pauses takes no place from anybody. */
    Future<Void> pause(Guess guess) {
        return throttle.delayMillis(guess).compose(pauses::take);
    }

    /** Counts an attempt and makes it, in turn, or says how long to wait. */
    <R> Future<R> count(Guess guess, LongFunction<R> locked, Supplier<Future<R>> go) {
        Function<OptionalLong, Future<R>> decide =
                wait -> wait.isPresent() ? Future.succeededFuture(locked.apply(wait.getAsLong())) : go.get();
        return turns.take(guess.here(), () -> throttle.attempt(guess).compose(decide));
    }

    /** It was right: the failures from there are forgotten. */
    Future<Void> forget(Guess guess) {
        return throttle.forget(guess);
    }

    /** It was right, but what failed before it still counts. */
    Future<Void> takeBack(Guess guess) {
        return throttle.takeBack(guess);
    }
}
