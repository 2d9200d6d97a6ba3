package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.CompletableFuture;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for a transaction that somebody has left open. */
class StillnessIT {

    private static final long STATEMENT_MILLIS = 100;

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool =
            PgBuilder.pool().connectingTo(database).using(vertx).build();
    private final Stillness stillness = new Stillness(vertx, new Sql(pool), STATEMENT_MILLIS);

    @AfterEach
    void stop() {
        Await.of(pool.close());
        Await.of(vertx.close());
    }

    @Test
    void whatDoesNotEndIsNotWaitedForForEver() {
        offer.execute("create table of_nobody (id int); create table over (id int)");
        CompletableFuture<Void> open = CompletableFuture.runAsync(() -> offer.execute("""
                do $$
                begin
                    insert into of_nobody values (1);
                    for round in 1..600 loop
                        perform pg_sleep(0.05);
                        exit when exists (select from over);
                    end loop;
                end $$"""));
        Until.holds(() -> offer.count(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                > 0);
        Future<Void> waiting = stillness.reached(600);
        Future<Void> patient = stillness.reached(60_000);
        Until.holds(waiting::isComplete);
        assertInstanceOf(Unavailable.class, waiting.cause());
        assertFalse(open.isDone());
        assertFalse(patient.isComplete());

        offer.execute("insert into over values (1)");
        Await.of(patient);
        assertTrue(Until.answers(open::isDone, done -> done));
    }
}
