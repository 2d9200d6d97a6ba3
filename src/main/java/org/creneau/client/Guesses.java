package org.creneau.client;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often client numbers are shown with a birth date that is not their owner's (guide 4.9): for whoever shows
 * them, and for the number, whoever does. A client number is short, and there are not many birth dates: without the second,
 * several systems, or one with patience, could try them all.
 */
record Guesses(PersonStore persons) {

    /** Of one number, whoever shows it: who mistypes a date needs two or three attempts. */
    static final int MOST_OF_NUMBER = 5;

    static final int MOST_OF_NUMBER_A_DAY = 10;

    /** Of one number, by those who register: more than one of them needs in an hour. */
    static final int MOST_NAMED_A_DAY = 20;

    private static final int HOURS_OF_DAY = 24;

    /**
     * So many attempts of one kind in so many hours.
     *
     * @param subject whose they are
     */
    record Ceiling(UUID subject, int most, int hours) {}

    /** An attempt that was counted, in the time that began at {@code since}. */
    record Attempt(Ceiling under, OffsetDateTime since) {}

    /** What counting comes to. */
    sealed interface Counted {
        /** The attempt may be made. */
        record Within(List<Attempt> attempts) implements Counted {}

        /** One ceiling is reached, and nothing was counted. */
        record TooMany(long retryAfterSeconds) implements Counted {}
    }

    /**
     * Counts an attempt to use a file before it is looked at.
     *
     * @param most of one who shows numbers, in an hour
     * @param number null: one that can be nobody's
     */
    Future<Counted> shown(UUID by, int most, @Nullable Long number) {
        return number == null
                ? count(List.of(new Ceiling(by, most, 1)), List.of())
                : count(
                        List.of(
                                new Ceiling(by, most, 1),
                                new Ceiling(subject("shown " + number), MOST_OF_NUMBER, 1),
                                new Ceiling(subject("shown a day " + number), MOST_OF_NUMBER_A_DAY, HOURS_OF_DAY)),
                        List.of());
    }

    /**
     * The same of somebody who names a number when registering. It is counted by itself, so that an account alone does not
     * keep a number's owner from being served.
     *
     * @param number null: none is named
     */
    Future<Counted> named(UUID by, int most, @Nullable Long number) {
        return number == null
                ? count(List.of(new Ceiling(by, most, 1)), List.of())
                : count(
                        List.of(
                                new Ceiling(by, most, 1),
                                new Ceiling(subject("named a day " + number), MOST_NAMED_A_DAY, HOURS_OF_DAY)),
                        List.of());
    }

    /** The number, not its owner: one that nobody has is counted alike, so that nobody learns whether somebody has it. */
    private static UUID subject(String name) {
        return UUID.nameUUIDFromBytes(("client number " + name).getBytes(StandardCharsets.UTF_8));
    }

    private Future<Counted> count(List<Ceiling> left, List<Attempt> counted) {
        if (left.isEmpty()) {
            return Future.succeededFuture(new Counted.Within(counted));
        }
        Ceiling next = left.get(0);
        return persons.attempt(next)
                .compose(since -> since.isPresent()
                        ? count(
                                left.subList(1, left.size()),
                                Stream.concat(counted.stream(), Stream.of(new Attempt(next, since.get())))
                                        .toList())
                        : takeBack(counted)
                                .compose(taken -> persons.secondsLeft(next))
                                .map(Counted.TooMany::new));
    }

    /** What agreed does not count. */
    Future<Void> takeBack(List<Attempt> attempts) {
        Future<Void> taken = Future.succeededFuture();
        for (Attempt attempt : attempts) {
            taken = taken.compose(before -> persons.takeBack(attempt.under().subject(), attempt.since()));
        }
        return taken;
    }
}
