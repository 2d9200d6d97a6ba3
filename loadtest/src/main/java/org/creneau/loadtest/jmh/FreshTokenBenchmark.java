package org.creneau.loadtest.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The check of a token that the node sees for the first time: an RSA signature, once a client and quarter of an hour. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
public class FreshTokenBenchmark {

    /** In each iteration; no token is ever checked twice. */
    private static final int TOKENS = 1000;

    private Bench bench;
    private Auth auth;
    private Iterator<String> tokens;

    @Setup
    public void start() throws IOException {
        bench = new Bench();
        auth = Bench.await(Auth.start(
                bench.vertx(), bench.connections().pool(), bench.settings().auth(), new DatabaseClock()));
    }

    @Setup(Level.Iteration)
    public void issue() {
        tokens = auth.issuer()
                .issue(Stream.generate(Ids::next).limit(TOKENS).toList(), Duration.ofHours(1))
                .iterator();
    }

    @TearDown
    public void stop() throws IOException {
        auth.close();
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void verify(Blackhole sink) {
        while (tokens.hasNext()) {
            Optional<Principal> principal =
                    auth.verifier().verify(tokens.next()).result();
            sink.consume(principal.orElseThrow());
        }
    }
}
