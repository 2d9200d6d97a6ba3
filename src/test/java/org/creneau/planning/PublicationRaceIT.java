package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.creneau.access.Actor;
import org.creneau.audit.AuditLog;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.core.Sql.Isolation;
import org.creneau.planning.NewSlot.Origin;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two who do the same at the same time, each with a control in which what keeps them apart is off. */
class PublicationRaceIT {

    private static final Vertx vertx = Vertx.vertx();
    private static final String database = TestServers.newDatabase();
    private static final Offer offer = new Offer(database);
    private static Pool pool;
    private static Sql sql;

    @BeforeAll
    static void connect() {
        pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(database))
                .with(new PoolOptions().setMaxSize(4))
                .build();
        sql = new Sql(pool);
    }

    @AfterAll
    static void close() {
        Await.of(pool.close());
        Await.of(vertx.close());
    }

    private static SlotTemplate template(String name) {
        JsonObject pattern = new JsonObject()
                .put("from", "2030-01-07")
                .put("to", "2030-01-07")
                .put("weekdays", new JsonArray().add("MONDAY"))
                .put("times", new JsonArray().add("09:00"));
        return new SlotTemplate(
                Ids.next(),
                "clef",
                "clef-montreal",
                Offer.SESSION,
                name,
                Pattern.of(pattern),
                20,
                new Release.AtOnce(),
                false,
                1);
    }

    /** Has two look for others before either writes; how many write. */
    private static long writers(TemplateStore store) {
        offer.execute("delete from slot_template");
        AtomicInteger looking = new AtomicInteger();
        Promise<Void> bothHaveLooked = Promise.promise();
        List<Future<Boolean>> both = IntStream.range(0, 2)
                .mapToObj(i -> store.<Boolean>beside(template("T" + i), (client, others) -> {
                    if (!others.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    if (looking.incrementAndGet() == 2) {
                        bothHaveLooked.tryComplete();
                    }
                    return bothHaveLooked
                            .future()
                            .compose(looked -> TemplateStore.insert(client, template("T" + i)))
                            .map(true);
                }))
                .toList();
        return both.stream().filter(Await::of).count();
    }

    @Test
    void ofTwoTemplatesThatDoNotSeeEachOtherOneIsRepeated() {
        assertEquals(1, writers(new TemplateStore(sql)));
        assertEquals(1, offer.count("select count(*) from slot_template"));
    }

    @Test
    void withoutIsolationBothWouldBeMade() {
        assertEquals(2, writers(new TemplateStore(sql, Isolation.READ_COMMITTED)));
    }

    private static NewSlot slot(Origin origin) {
        return slot(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(30)), origin);
    }

    private static NewSlot slot(Instant start, Origin origin) {
        return new NewSlot(
                Ids.next(),
                Offer.SESSION,
                "clef",
                "clef-montreal",
                List.of(new Slot.Segment(start, start.plusSeconds(3600))),
                20,
                null,
                origin);
    }

    /** Slots that come of publishing the same twice at once. */
    private static int published(Origin origin) {
        SlotInserts inserts = new SlotInserts(sql, new AuditLog(pool));
        Actor somebody = new Actor.Staff(Ids.next(), "clef", false, true);
        return IntStream.range(0, 4).mapToObj(i -> inserts.publish(somebody, List.of(slot(origin)))).toList().stream()
                .mapToInt(ids -> Await.of(ids).size())
                .sum();
    }

    @Test
    void anOccurrenceIsPublishedOnce() {
        SlotTemplate template = template("T");
        Await.of(sql.transaction(client -> TemplateStore.insert(client, template)));
        LocalDate day = LocalDate.parse("2030-01-07");
        assertEquals(1, published(Origin.NONE.of(template.id(), day, LocalTime.of(9, 0))));
        assertEquals(1, offer.count("select count(*) from slot_origin where template_id = '" + template.id() + "'"));
    }

    @Test
    void withoutItsOccurrenceItWouldBePublishedEachTime() {
        assertEquals(4, published(Origin.NONE));
    }

    /** Two publish the same slot and have both looked for it before either writes; how many do. */
    private static long publishers(Isolation isolation, Instant start) {
        SlotInserts inserts = new SlotInserts(sql, new AuditLog(pool), isolation);
        Actor somebody = new Actor.Staff(Ids.next(), "clef", false, true);
        SqlConnection gate = Await.of(pool.getConnection());
        List<Future<List<UUID>>> both;
        try {
            Await.of(gate.begin()
                    .compose(begun ->
                            gate.query("lock table slot_origin in share mode").execute()));
            both = IntStream.range(0, 2)
                    .mapToObj(i -> inserts.publishNew(somebody, List.of(slot(start, Origin.NONE))))
                    .toList();
            Until.holds(() -> offer.count("select count(*) from pg_locks "
                            + "where not granted and relation = 'slot_origin'::regclass and database = "
                            + "(select oid from pg_database where datname = current_database())")
                    == 2);
        } finally {
            Await.of(gate.close());
        }
        return both.stream()
                .filter(one -> Await.of(one.map(true)
                        .recover(failure -> failure instanceof SlotInserts.AlreadyThere
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure))))
                .count();
    }

    @Test
    void ofTwoWhoPublishTheSameSlotOneIsToldThatItIsThere() {
        assertEquals(1, publishers(Isolation.SERIALIZABLE, Instant.parse("2030-01-07T14:00:00Z")));
    }

    @Test
    void withoutIsolationItWouldBeThereTwice() {
        assertEquals(2, publishers(Isolation.READ_COMMITTED, Instant.parse("2030-01-08T14:00:00Z")));
    }
}
