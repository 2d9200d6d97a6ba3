package org.creneau.loadtest.compare;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.MachineUsage;
import org.creneau.loadtest.node.ProcessUsage;
import org.creneau.loadtest.node.Usage;

/** The load generator: one or more event loops, each with its share of the connections. Blocks its caller. */
final class Generator implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final MachineUsage MACHINE = new MachineUsage();
    private static final long LOOK_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 60;

    /** One event loop. */
    private record Loop(Vertx vertx, Context context, long threadId) {

        static Loop start() {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
            Context context = vertx.getOrCreateContext();
            Promise<Long> thread = Promise.promise();
            context.runOnContext(now -> thread.complete(Thread.currentThread().getId()));
            return new Loop(vertx, context, await(thread.future()));
        }

        <T> T call(Callable<T> work) {
            Promise<T> done = Promise.promise();
            context.runOnContext(now -> {
                try {
                    done.complete(work.call());
                } catch (Exception e) {
                    done.fail(e);
                }
            });
            return await(done.future());
        }

        long cpuNanos() {
            return THREADS.getThreadCpuTime(threadId);
        }
    }

    private final List<Loop> loops = new ArrayList<>();

    Generator(int threads) {
        for (int i = 0; i < threads; i++) {
            loops.add(Loop.start());
        }
    }

    /** Sends everything there is, without counting; for what a node should have seen before. */
    void drain(Target target, int connections, Requests requests) {
        List<ClosedLoop> running = start(target, connections, requests);
        forEach(running, ClosedLoop::finished);
        stop(running);
    }

    /**
     * Sends requests for a while.
     *
     * @param nodePid whose use of the machine is measured
     * @param warmUpSeconds before the window opens
     * @param seconds that the window is open, unless there are no more requests before
     */
    Measurement measure(Target target, long nodePid, int connections, Load load, double warmUpSeconds, double seconds) {
        List<ClosedLoop> running = start(target, connections, load.requests());
        ProcessUsage node = new ProcessUsage("node", nodePid);
        sleep(warmUpSeconds);
        Usage before = usage(node);
        double machineBefore = machineCpuSeconds();
        long[] cpuBefore = loops.stream().mapToLong(Loop::cpuNanos).toArray();
        long beganNanos = System.nanoTime();
        on(running, ClosedLoop::openWindow);
        long resident = before.memoryBytes();
        long endNanos = beganNanos + (long) (seconds * 1e9);
        while (System.nanoTime() < endNanos && !exhausted(running)) {
            sleep(Math.min(LOOK_MILLIS / 1e3, (endNanos - System.nanoTime()) / 1e9));
            resident = Math.max(resident, usage(node).memoryBytes());
        }
        on(running, ClosedLoop::closeWindow);
        double tookSeconds = (System.nanoTime() - beganNanos) / 1e9;
        double nodeCpuSeconds = usage(node).cpuSeconds() - before.cpuSeconds();
        double machineCpuSeconds = machineCpuSeconds() - machineBefore;
        double[] busy = new double[loops.size()];
        double allBusy = 0;
        double busiest = 0;
        for (int i = 0; i < busy.length; i++) {
            busy[i] = (loops.get(i).cpuNanos() - cpuBefore[i]) / 1e9 / tookSeconds;
            allBusy += busy[i];
            busiest = Math.max(busiest, busy[i]);
        }
        stop(running);
        Sample sample = samples(running);
        return new Measurement(
                sample.count(load.wanted()) / sample.seconds(),
                sample.micros().getValueAtPercentile(50) / 1e3,
                sample.micros().getValueAtPercentile(99) / 1e3,
                nodeCpuSeconds / tookSeconds,
                machineCpuSeconds / tookSeconds,
                allBusy,
                busiest,
                resident,
                sample.total() - sample.count(load.wanted()),
                sample.seconds(),
                sample.outcomes());
    }

    private List<ClosedLoop> start(Target target, int connections, Requests requests) {
        List<ClosedLoop> running = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            int share = connections / loops.size() + (i < connections % loops.size() ? 1 : 0);
            running.add(loop.call(() -> new ClosedLoop(loop.vertx(), target, share, requests)));
        }
        forEach(running, ClosedLoop::start);
        return running;
    }

    private void stop(List<ClosedLoop> running) {
        forEach(running, ClosedLoop::stop);
    }

    private Sample samples(List<ClosedLoop> running) {
        return running.stream().map(ClosedLoop::sample).reduce(Sample::plus).orElseThrow();
    }

    private boolean exhausted(List<ClosedLoop> running) {
        for (int i = 0; i < running.size(); i++) {
            ClosedLoop one = running.get(i);
            if (loops.get(i).call(one::exhausted)) {
                return true;
            }
        }
        return false;
    }

    private interface Step {
        void of(ClosedLoop loop);
    }

    private interface Waiting {
        Future<Void> of(ClosedLoop loop);
    }

    private void on(List<ClosedLoop> running, Step step) {
        for (int i = 0; i < running.size(); i++) {
            ClosedLoop one = running.get(i);
            loops.get(i).call(() -> {
                step.of(one);
                return true;
            });
        }
    }

    private void forEach(List<ClosedLoop> running, Waiting step) {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < running.size(); i++) {
            ClosedLoop one = running.get(i);
            Promise<Void> done = Promise.promise();
            loops.get(i).context().runOnContext(now -> step.of(one).onComplete(done));
            all.add(done.future());
        }
        await(Future.all(all));
    }

    /** 0 where the kernel does not tell. */
    private static double machineCpuSeconds() {
        return MACHINE.read().map(Usage::cpuSeconds).orElse(0.0);
    }

    private static Usage usage(ProcessUsage node) {
        return node.read().orElseThrow(() -> new IllegalStateException("the node is gone"));
    }

    private static void sleep(double seconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, (long) (seconds * 1e9)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Blocks for a future; throws what it failed with. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException expected ? expected : e;
        }
    }

    @Override
    public void close() {
        loops.forEach(loop -> await(loop.vertx().close()));
    }
}
