package org.creneau.loadtest.fault;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.rush.GeneratorOptions;
import org.creneau.loadtest.rush.Inspection;
import org.creneau.loadtest.rush.Play;
import org.creneau.loadtest.rush.Play.Told;
import org.creneau.loadtest.rush.Verdict;
import org.creneau.ops.Violation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rush in which something breaks, and the check afterwards. */
final class FaultRun {

    private static final Logger log = LoggerFactory.getLogger(FaultRun.class);

    /** The service answers within ten seconds, whatever happens: a client that waits longer waits in vain. */
    private static final int REQUEST_MILLIS = 12_000;

    private static final GeneratorOptions CLIENTS = new GeneratorOptions(400, 100_000, 1, REQUEST_MILLIS);

    /** After the window, for those who are still asking. */
    private static final int PATIENCE_SECONDS = 60;

    private static final int SETTLE_SECONDS = 10;

    /** The last one to go may have left news on its way; a node tells the seats left four times a second. */
    private static final int NEWS_SECONDS = 3;

    private final Ground ground;
    private final FaultCrowd size;

    /** Something to be done at a time, in the order of time. */
    private record Event(long nanos, Runnable act) {}

    FaultRun(Ground ground, FaultCrowd size) {
        this.ground = ground;
        this.size = size;
    }

    /** @param seed of the crowd, and of what a fault leaves open */
    FaultResult run(String name, List<Strike> strikes, long seed) {
        ground.random(new SplittableRandom(seed));
        strikes.forEach(strike -> strike.fault().prepare(ground));
        Seeding seeding = ground.seed(size.clients(), size.slots(), size.capacity(), size.opensInSeconds());
        try (Play play = new Play(CLIENTS, ground.targets())) {
            play.gather(size.crowd(seed), seeding);
            Future<Void> over = play.begin();
            long faultEnd = strike(strikes, play.releaseNanos());
            long patience = play.releaseNanos() + TimeUnit.SECONDS.toNanos(size.windowSeconds() + PATIENCE_SECONDS);
            Blocking.until(patience, over::isComplete);
            play.end(); // who is still asking then goes home without an answer, and counts as such
            Told told = play.told();
            List<Violation> violations = new ArrayList<>();
            Verdict verdict = check(told, seeding, faultEnd);
            violations.addAll(verdict.violations());
            boolean forbidden = strikes.stream().anyMatch(one -> one.fault().atNobodysExpense());
            if (forbidden && told.unsettled() > 0) {
                violations.add(new Violation(
                        "who asks again gets a definite answer", told.unsettled() + " clients never got one"));
            }
            return result(name, strikes, seed, told, verdict, violations, faultEnd);
        } finally {
            ground.heal();
            strikes.forEach(strike -> strike.fault().cleanUp(ground));
        }
    }

    /** Plays all faults; when the last one was over. */
    private long strike(List<Strike> strikes, long releaseNanos) {
        long[] end = {releaseNanos};
        List<Event> events = new ArrayList<>();
        for (Strike strike : strikes) {
            Fault fault = strike.fault();
            long at = releaseNanos + TimeUnit.MILLISECONDS.toNanos(strike.atMillis());
            events.add(new Event(at, () -> {
                log.info("{} strikes", fault);
                fault.strike(ground);
            }));
            events.add(new Event(at + TimeUnit.MILLISECONDS.toNanos(fault.lastsMillis()), () -> {
                fault.heal(ground);
                end[0] = System.nanoTime();
                log.info("{} is over", fault);
            }));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        for (Event event : events) {
            Blocking.sleepUntil(event.nanos());
            event.act().run();
        }
        strikes.forEach(strike -> strike.fault().repair(ground));
        return end[0];
    }

    private Verdict check(Told told, Seeding seeding, long faultEnd) {
        long now = System.nanoTime();
        long limit = Math.max(
                faultEnd + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS), now + TimeUnit.SECONDS.toNanos(NEWS_SECONDS));
        try (Inspection inspection = new Inspection(ground.databaseUrl())) {
            return inspection.check(
                    told.history(),
                    seeding.slots(),
                    slots -> Play.left(ground.targets(), slots),
                    Duration.ofNanos(limit - now));
        }
    }

    private static FaultResult result(
            String name,
            List<Strike> strikes,
            long seed,
            Told told,
            Verdict verdict,
            List<Violation> violations,
            long faultEnd) {
        long serverErrors = 0;
        long hangs = 0;
        for (var answer : told.answers().entrySet()) {
            if (answer.getKey().startsWith("5") && !answer.getKey().startsWith("503")) {
                serverErrors += answer.getValue();
            }
            if (answer.getKey().equals("no response: timeout")) {
                hangs += answer.getValue();
            }
        }
        return new FaultResult(
                name,
                Strike.describe(strikes),
                seed,
                null,
                told.requests(),
                told.answers(),
                told.bookings(),
                told.unsettled(),
                FaultResult.words(violations),
                secondsUntilNext(told.settledNanos(), faultEnd),
                secondsUntilNext(told.bookedNanos(), faultEnd),
                verdict.settledAfterSeconds() < 0 ? null : verdict.settledAfterSeconds(),
                verdict.adrift(),
                serverErrors,
                hangs);
    }

    private static @Nullable Double secondsUntilNext(List<Long> instants, long from) {
        for (long instant : instants) {
            if (instant - from >= 0) {
                return (instant - from) / 1e9;
            }
        }
        return null;
    }
}
