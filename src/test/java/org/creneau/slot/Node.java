package org.creneau.slot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.CatalogueStore;
import org.creneau.core.DatabaseClock;

/** What a node has in memory, over a real database. Nothing refreshes by itself unless a test says so. */
public final class Node implements AutoCloseable {

    static final long NEVER_MILLIS = 3_600_000;
    private static final long PATIENCE_SECONDS = 120;

    public final Vertx vertx = Vertx.vertx();
    public final Pool pool;
    public final DatabaseClock clock = new DatabaseClock();
    public final CatalogueLoader catalogue;
    public final SlotStore store;
    public final SlotMemory memory;
    public final SlotFollower follower;

    public Node(String database) {
        pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(database).setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(4))
                .build();
        catalogue = new CatalogueLoader(new CatalogueStore(pool), NEVER_MILLIS);
        store = new SlotStore(pool, clock);
        memory = new SlotMemory(store, catalogue);
        follower = new SlotFollower(memory, store, catalogue, clock, NEVER_MILLIS);
    }

    public Node start() {
        await(vertx.deployVerticle(catalogue));
        await(vertx.deployVerticle(follower));
        await(vertx.deployVerticle(new SearchVerticle(memory, store, clock)));
        await(vertx.deployVerticle(new SearchVerticle(memory, store, clock)));
        return this;
    }

    public void poll() {
        await(follower.poll());
    }

    public Slots.SearchResult search(Slots.Search search) {
        return await(Slots.SEARCH.request(vertx, search, 10_000));
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** Waits until something holds. */
    void eventually(String what, BooleanSupplier condition) {
        Promise<Void> holds = Promise.promise();
        long timer = vertx.setPeriodic(1, 5, id -> {
            if (condition.getAsBoolean()) {
                holds.tryComplete();
            }
        });
        try {
            holds.future().await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            fail("never came true: " + what, e);
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
