package org.creneau.loadtest.jmh;

import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.CatalogueStore;
import org.creneau.core.DatabaseClock;
import org.creneau.loadtest.compare.HotSlots;
import org.creneau.loadtest.compare.SearchOffer;
import org.creneau.slot.SearchVerticle;
import org.creneau.slot.SlotFollower;
import org.creneau.slot.SlotMemory;
import org.creneau.slot.SlotStore;
import org.creneau.slot.Slots;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A page of 20 from 10,000 slots in memory, asked for from another event loop, as HTTP does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SlotSearchBenchmark {

    private static final int SLOTS = 10_000;
    /** One after the other, so that the benchmark's own thread hardly counts. */
    private static final int SEARCHES = 1000;

    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long REFRESH_MILLIS = 60_000;

    /** {@code type-and-city}: the first page comes from an index; {@code everything}: from the list of all. */
    @Param({"type-and-city", "everything"})
    private String query = "";

    private Bench bench;
    private Slots.Search search;

    @Setup
    public void start() throws IOException {
        bench = new Bench();
        SearchOffer.write(new HotSlots(bench.databaseUrl()), SLOTS);
        DatabaseClock clock = new DatabaseClock();
        SlotStore store = new SlotStore(bench.connections().pool(), clock);
        CatalogueLoader catalogue =
                new CatalogueLoader(new CatalogueStore(bench.connections().pool()), REFRESH_MILLIS);
        SlotMemory memory = new SlotMemory(store, catalogue);
        Bench.await(bench.vertx().deployVerticle(catalogue));
        Bench.await(bench.vertx().deployVerticle(new SlotFollower(memory, store, catalogue, clock, REFRESH_MILLIS)));
        Bench.await(bench.vertx().deployVerticle(new SearchVerticle(memory, store, clock)));
        search = query.equals("everything")
                ? new Slots.Search(null, null, null, null, null, true, 20, null)
                : new Slots.Search("search-1", "search-city", null, null, null, true, 20, null);
    }

    @TearDown
    public void stop() throws IOException {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(SEARCHES)
    public int search() {
        Promise<Integer> found = Promise.promise();
        bench.vertx().runOnContext(now -> next(SEARCHES, 0, found));
        return Bench.await(found.future());
    }

    private void next(int left, int items, Promise<Integer> found) {
        if (left == 0) {
            found.complete(items);
            return;
        }
        Slots.SEARCH
                .request(bench.vertx(), search, TIMEOUT_MILLIS)
                .onSuccess(result -> next(
                        left - 1,
                        items
                                + ((Slots.SearchResult.Found) result)
                                        .page()
                                        .items()
                                        .size(),
                        found))
                .onFailure(found::fail);
    }
}
