package org.creneau.loadtest.fault;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.creneau.ops.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a rush with faults came to.
 *
 * @param strikes in words, with their times
 * @param skipped why there was none; null: there was
 * @param requests everything sent, each repetition counted
 * @param answers by status and code
 * @param acknowledged bookings
 * @param unsettled people who went home without a definite answer
 * @param violations none, or the service broke its word
 * @param firstAnswerSeconds from the end of the last fault to the next definite answer to a booking; null: there was none
 * @param firstBookingSeconds the same, to the next booking that was acknowledged
 * @param settledSeconds from then, or from when the last client was gone if that was later, until each seat was occupied or
 *     free; null: it never came to that
 * @param leaked seats that were neither ten seconds after the last fault
 * @param serverErrors 5xx other than 503
 * @param hangs requests without any answer within the service's time limit
 */
record FaultResult(
        String name,
        String strikes,
        long seed,
        @Nullable String skipped,
        long requests,
        Map<String, Long> answers,
        int acknowledged,
        long unsettled,
        List<String> violations,
        @Nullable Double firstAnswerSeconds,
        @Nullable Double firstBookingSeconds,
        @Nullable Double settledSeconds,
        int leaked,
        long serverErrors,
        long hangs) {

    FaultResult {
        answers = Collections.unmodifiableMap(new TreeMap<>(answers));
        violations = List.copyOf(violations);
    }

    static FaultResult skipped(Fault fault, long seed, String why) {
        return new FaultResult(
                fault.name(), fault.name(), seed, why, 0, Map.of(), 0, 0, List.of(), null, null, null, 0, 0, 0);
    }

    /** A rush that could not be played to its end, which is never well. */
    static FaultResult broken(String name, List<Strike> strikes, long seed, String why) {
        return new FaultResult(
                name,
                Strike.describe(strikes),
                seed,
                null,
                0,
                Map.of(),
                0,
                0,
                List.of("the rush comes to its end: " + why),
                null,
                null,
                null,
                0,
                0,
                0);
    }

    boolean good() {
        return violations.isEmpty();
    }

    static List<String> words(List<Violation> violations) {
        return violations.stream().map(Violation::toString).toList();
    }
}
