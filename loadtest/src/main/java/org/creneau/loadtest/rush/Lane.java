package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.creneau.loadtest.client.PoolLimits;
import org.creneau.loadtest.client.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the crowd that one event loop plays, with connections, counts and records of its own. */
final class Lane extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** Spreads neighbouring clients' random sequences far apart. */
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final int number;
    private final int lanes;
    private final List<Target> nodes;
    private final PoolLimits limits;
    private Journal journal = new Journal();
    private Promise<Void> over = Promise.promise();
    private Tally tally = new Tally(System.nanoTime());
    private @Nullable Caller caller;
    private @Nullable Pump looks;
    private @Nullable Pump arrivals;
    private int present;

    /**
     * @param number from 0, of {@code lanes}
     * @param limits of the connections to each of the nodes
     */
    Lane(int number, int lanes, List<Target> nodes, PoolLimits limits) {
        this.number = number;
        this.lanes = lanes;
        this.nodes = nodes;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        caller = new Caller(vertx, nodes, limits);
        return Future.succeededFuture();
    }

    Caller caller() {
        return Objects.requireNonNull(caller, "not started");
    }

    /** Runs something on this lane's event loop, where all of it lives. */
    <T> Future<T> on(Callable<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> {
            try {
                action.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    /** Plays this lane's part; succeeds when everybody has come and gone. Then another round may be played. */
    Future<Void> play(Round round) {
        Crowd crowd = round.crowd();
        tally = new Tally(round.startNanos());
        journal = new Journal();
        over = Promise.promise();
        looks = null;
        arrivals = null;
        caller().countIn(tally);
        Scene scene = new Scene(
                vertx,
                caller(),
                crowd,
                round.offer(),
                new Board(round.offer()),
                new Popularity(round.offer().size(), crowd.zipf()),
                round.clock(),
                round.releaseNanos(),
                tally,
                journal);
        int[] mine = IntStream.iterate(number, client -> client < round.people().size(), client -> client + lanes)
                .toArray();
        lookAround(scene, round, mine);
        rush(scene, round, mine);
        if (number == 0) {
            round.company().ifPresent(company -> begin(company.work(scene)));
        }
        return over.future();
    }

    /** Some look at their own bookings, evenly over the time until the release. */
    private void lookAround(Scene scene, Round round, int[] mine) {
        SplittableRandom random = new SplittableRandom(round.crowd().seed() + STRIDE * ~number);
        int[] lookers = Arrays.stream(mine)
                .filter(client -> random.nextDouble() < round.crowd().lookShare())
                .toArray();
        long[] instants = new long[lookers.length];
        long waiting = Math.max(0, round.releaseNanos() - round.startNanos());
        for (int i = 0; i < instants.length; i++) {
            instants[i] = round.startNanos() + (long) (random.nextDouble() * waiting);
        }
        Arrays.sort(instants);
        looks = Pump.start(
                vertx, instants, i -> begin(visit(scene, round, lookers[i]).look(instants[i])), tally);
        looks.done().onComplete(done -> overIfNobodyIsLeft());
    }

    private void rush(Scene scene, Round round, int[] mine) {
        long[] instants = Arrays.stream(mine)
                .mapToLong(client -> round.releaseNanos() + round.arrivals().nanos(client))
                .toArray();
        arrivals = Pump.start(
                vertx,
                instants,
                i -> {
                    Visit visit = visit(scene, round, mine[i]);
                    boolean early = instants[i] < round.releaseNanos();
                    begin((early ? visit.early(instants[i]) : visit.late(instants[i]))
                            .onSuccess(end -> tally.ended(end.title())));
                },
                tally);
        arrivals.done().onComplete(done -> overIfNobodyIsLeft());
    }

    private Visit visit(Scene scene, Round round, int client) {
        SplittableRandom random = new SplittableRandom(round.crowd().seed() + STRIDE * (client + 1L));
        return new Visit(scene, round.people().get(client), client / lanes, random);
    }

    private void begin(Future<?> visit) {
        present++;
        visit.onComplete(end -> {
            present--;
            if (end.failed()) {
                log.error("a visit went wrong in the generator itself", end.cause());
                tally.ended("was lost by a defect of the load test");
            }
            overIfNobodyIsLeft();
        });
    }

    private void overIfNobodyIsLeft() {
        boolean allCame = looks != null
                && looks.done().isComplete()
                && arrivals != null
                && arrivals.done().isComplete();
        if (allCame && present == 0) {
            over.tryComplete();
        }
    }

    /** Lets nobody in any more, and ends what is under way; succeeds when everybody is gone. */
    Future<Void> endNow() {
        if (looks != null) {
            looks.stop();
        }
        if (arrivals != null) {
            arrivals.stop();
        }
        overIfNobodyIsLeft();
        return caller().stop().eventually(() -> over.future());
    }

    Tally tally() {
        return tally;
    }

    Journal journal() {
        return journal;
    }
}
