package org.creneau.loadtest.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Auth;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The check of a token that the node has seen before: what every request pays. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RememberedTokenBenchmark {

    /** As many different ones as clients may be at work at the same time; all fit into the node's memory. */
    private static final int TOKENS = 4096;

    private Bench bench;
    private Auth auth;
    private List<String> tokens;
    private int next;

    @Setup
    public void start() throws IOException {
        bench = new Bench();
        auth = Bench.await(Auth.start(
                bench.vertx(), bench.connections().pool(), bench.settings().auth(), new DatabaseClock()));
        tokens = auth.issuer().issue(Stream.generate(Ids::next).limit(TOKENS).toList(), Duration.ofHours(1));
        tokens.forEach(token -> Bench.await(auth.verifier().verify(token)));
    }

    @TearDown
    public void stop() throws IOException {
        auth.close();
        bench.close();
    }

    @Benchmark
    public Optional<Principal> verify() {
        next = (next + 1) % TOKENS;
        // As a client sends it: another string with the same characters, so that its hash is computed anew.
        String received = new String(tokens.get(next).toCharArray());
        return auth.verifier().verify(received).result();
    }
}
