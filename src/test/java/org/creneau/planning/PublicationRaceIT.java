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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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

    private static final Actor SOMEBODY = new Actor.Staff(Ids.next(), "clef", false, true);
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

    /** Slots that come of publishing the same occurrence on four nodes at once. */
    @Test
    void anOccurrenceIsPublishedOnce() {
        SlotTemplate template = template("T");
        Await.of(sql.transaction(client -> TemplateStore.insert(client, template)));
        Origin origin = Origin.NONE.of(template.id(), LocalDate.parse("2030-01-07"), LocalTime.of(9, 0));
        Instant start = Instant.parse("2030-01-07T14:00:00Z");
        List<Future<List<UUID>>> all = IntStream.range(0, 4)
                .mapToObj(i -> node(Isolation.SERIALIZABLE).publish(SOMEBODY, List.of(slot(start, origin))))
                .toList();
        assertEquals(1, all.stream().mapToInt(ids -> Await.of(ids).size()).sum());
        assertEquals(1, offer.count("select count(*) from slot_origin where template_id = '" + template.id() + "'"));
    }

    private static SlotInserts node(Isolation isolation) {
        return new SlotInserts(sql, new AuditLog(pool), isolation);
    }

    /** What one who publishes the slot does; the same slot is another one's, too. */
    private interface Publisher {
        Future<List<UUID>> publish(SlotInserts inserts, NewSlot slot);
    }

    private static final Publisher BY_HAND = (inserts, slot) -> inserts.publishNew(SOMEBODY, List.of(slot))
            .recover(failure -> failure instanceof SlotInserts.AlreadyThere
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(failure));

    private static final Publisher FROM_A_TEMPLATE = (inserts, slot) -> inserts.publish(SOMEBODY, List.of(slot));

    /** Two on different nodes publish the same slot and have both looked for it before either writes; how many slots it is. */
    private static long slots(Isolation isolation, Publisher one, Publisher other, String time) {
        Instant start = Instant.parse(time);
        SqlConnection gate = Await.of(pool.getConnection());
        List<Future<List<UUID>>> both;
        try {
            Await.of(gate.begin()
                    .compose(begun ->
                            gate.query("lock table slot_origin in share mode").execute()));
            both = List.of(
                    one.publish(node(isolation), slot(start, Origin.NONE)),
                    other.publish(node(isolation), slot(start, Origin.NONE)));
            Until.holds(() -> offer.count("select count(*) from pg_locks "
                            + "where not granted and relation = 'slot_origin'::regclass and database = "
                            + "(select oid from pg_database where datname = current_database())")
                    == 2);
        } finally {
            Await.of(gate.close());
        }
        int written = both.stream().mapToInt(ids -> Await.of(ids).size()).sum();
        assertEquals(written, offer.count("select count(*) from slot where starts_at = '" + start + "'"));
        return written;
    }

    @Test
    void ofTwoWhoPublishTheSameSlotOneIsToldThatItIsThere() {
        assertEquals(1, slots(Isolation.SERIALIZABLE, BY_HAND, BY_HAND, "2030-01-08T14:00:00Z"));
        assertEquals(1, slots(Isolation.SERIALIZABLE, BY_HAND, FROM_A_TEMPLATE, "2030-01-09T14:00:00Z"));
    }

    @Test
    void withoutIsolationItWouldBeThereTwice() {
        assertEquals(2, slots(Isolation.READ_COMMITTED, BY_HAND, BY_HAND, "2030-01-10T14:00:00Z"));
        assertEquals(2, slots(Isolation.READ_COMMITTED, BY_HAND, FROM_A_TEMPLATE, "2030-01-11T14:00:00Z"));
    }
}
