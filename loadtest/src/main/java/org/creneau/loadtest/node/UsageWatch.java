package org.creneau.loadtest.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads what processes use, once a second, on a thread of its own, until it is closed. */
public final class UsageWatch implements AutoCloseable {

    /** Half a day; a run is minutes. */
    private static final int MAX_SAMPLES = 43_200;

    /**
     * What one process used at one time.
     *
     * @param source its name
     * @param nanos of {@link System#nanoTime()}
     */
    public record Sample(String source, long nanos, Usage usage) {}

    private final List<UsageSource> sources;
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> sampling;
    private int count;

    private UsageWatch(List<UsageSource> sources) {
        this.sources = List.copyOf(sources);
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "usage");
            made.setDaemon(true);
            return made;
        });
        this.sampling = thread.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    public static UsageWatch start(List<UsageSource> sources) {
        return new UsageWatch(sources);
    }

    private void sample() {
        for (UsageSource source : sources) {
            Optional<Usage> usage = source.read();
            if (usage.isPresent() && count < MAX_SAMPLES) {
                count++;
                samples.add(new Sample(source.name(), System.nanoTime(), usage.get()));
            }
        }
    }

    public List<UsageSource> sources() {
        return sources;
    }

    /** All samples so far, in order of time. */
    public List<Sample> samples() {
        return new ArrayList<>(samples);
    }

    @Override
    public void close() {
        sampling.cancel(true);
        thread.shutdownNow();
        while (!thread.isTerminated()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
