package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Tells once a second how it goes, until it is over. */
final class Live {

    private final PrintStream out;
    private final Generator generator;
    private final Round round;
    private long booked;

    Live(PrintStream out, Generator generator, Round round) {
        this.out = out;
        this.generator = generator;
        this.round = round;
    }

    /**
     * Watches a round.
     *
     * @param deadlineNanos when it stops watching at the latest
     * @return whether the round was over by then
     */
    boolean watch(Future<Void> over, long deadlineNanos) {
        out.printf(
                "%9s %9s %9s %9s %9s %9s %9s %9s %9s%n",
                "time", "sent/s", "booked", "in all", "refused", "searches", "come back", "errors", "p99 ms");
        for (int second = 0; !over.isComplete() && System.nanoTime() < deadlineNanos; second++) {
            long end = Math.min(round.startNanos() + (second + 1) * 1_000_000_000L, deadlineNanos);
            while (!over.isComplete() && System.nanoTime() < end) {
                LockSupport.parkNanos(Math.min(end - System.nanoTime(), 50_000_000));
            }
            print(second, generator.second(second), generator.inFlight());
        }
        return over.isComplete();
    }

    private void print(int index, Second second, int inFlight) {
        booked += second.booked;
        double time = index + 1 - (round.releaseNanos() - round.startNanos()) / 1e9;
        out.printf(
                Locale.ROOT,
                "%+7.0f s %,9d %,9d %,9d %,9d %,9d %,9d %,9d %9s   %,d in flight%n",
                time,
                second.sent,
                second.booked,
                booked,
                second.refused + second.notOpen,
                second.searches,
                second.comeBack,
                second.failed + second.unexpected,
                second.latency.getTotalCount() == 0
                        ? "-"
                        : String.format(Locale.ROOT, "%,.1f", second.latency.getValueAtPercentile(99) / 1000.0),
                inFlight);
    }
}
