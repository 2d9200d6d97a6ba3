package org.creneau.booking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.core.DatabaseClock;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.Violation;
import org.creneau.seat.Seats;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Reached;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;

/** The bookings of one node, without HTTP, on a test's own database and Redis. */
final class BookingNode implements AutoCloseable {

    /** A partner's system. */
    static final UUID SYSTEM = UUID.randomUUID();

    final Vertx vertx = Vertx.vertx();
    final Redis redis;
    final Seats seats;
    final SqlClient sql;
    final Settings settings;
    final BookingFeature feature;
    private final String database;

    BookingNode(String database, String redisUrl, Offer offer) {
        this(database, redisUrl, offer, true, TestNode.PATIENCE);
    }

    /** One that Redis tells nothing about seats that become free. */
    static BookingNode withoutNews(String database, String redisUrl, Offer offer) {
        return new BookingNode(database, redisUrl, offer, false, TestNode.PATIENCE);
    }

    /** One that does without Redis as soon as it does by default. */
    static BookingNode impatient(String database, String redisUrl, Offer offer) {
        return new BookingNode(database, redisUrl, offer, true, Map.of());
    }

    /** One that never looks for what Redis and PostgreSQL do not agree about, nor forgets by itself that a slot is full. */
    static BookingNode withoutSweeping(String database, String redisUrl, Offer offer) {
        return new BookingNode(
                database,
                redisUrl,
                offer,
                true,
                Map.of("booking.sweepMillis", "60000", "booking.fullMemoryMillis", "60000"));
    }

    private BookingNode(String database, String redisUrl, Offer offer, boolean news, Map<String, String> changes) {
        this.database = database;
        Map<String, String> all = new HashMap<>(changes);
        all.put("booking.instances", "2");
        this.settings = SettingsLoader.defaults(all);
        redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(redisUrl)
                        .setMaxPoolSize(16)
                        .setMaxPoolWaiting(2000));
        seats = Seats.create(vertx, redis, false, settings.redis().commandTimeoutMillis());
        if (news) {
            seats.start();
        }
        sql = connection();
        DatabaseClock clock = new DatabaseClock();
        clock.update(System.nanoTime(), Instant.now(), System.nanoTime());
        feature = await(BookingFeature.start(
                vertx, settings, this::connection, seats, offer, offer::ids, clock, new SimpleMeterRegistry()));
    }

    Future<BookResult> book(UUID client, UUID slot, @Nullable String key) {
        return feature.client().book(new Bookings.Book(client, slot, client, BookingSource.CLIENT, key));
    }

    /** Held for the client by a partner's system. */
    Future<BookResult> hold(UUID client, UUID slot, @Nullable String key, int seconds) {
        Bookings.Book request = new Bookings.Book(client, slot, SYSTEM, BookingSource.PARTNER, key);
        return feature.holds().hold(new Holds.Hold(request, seconds));
    }

    List<Violation> violations() {
        return await(new DatabaseChecker(sql).check());
    }

    /** Waits for a Redis that was away to be back. */
    List<SeatDifference> differences(List<UUID> slots) {
        return reached(() -> new SeatReconciliation(settings, sql, seats).reconcile(slots, false));
    }

    /** The counter in Redis, once it is reached; -1: it does not know the slot. */
    int left(UUID slot) {
        return reached(() -> seats.left(List.of(slot))).getOrDefault(slot, -1);
    }

    private static <T> T reached(Supplier<Future<T>> question) {
        return Until.answers(() -> await(Reached.whenBack(question.get())), Optional::isPresent)
                .orElseThrow();
    }

    SqlClient connection() {
        return PgBuilder.client()
                .connectingTo(PgConnectOptions.fromUri(database)
                        .setCachePreparedStatements(true)
                        .addProperty("statement_timeout", "2000"))
                .with(new PoolOptions().setMaxSize(1))
                .using(vertx)
                .build();
    }

    static <T> T await(Future<T> future) {
        return Await.of(future);
    }

    @Override
    public void close() {
        await(feature.stop().compose(stopped -> {
            seats.stop();
            return vertx.close();
        }));
    }
}
