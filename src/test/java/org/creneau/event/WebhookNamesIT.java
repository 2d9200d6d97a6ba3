package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.config.EventSettings;
import org.creneau.config.SettingsLoader;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks whose names a name server knows, or says nothing about. */
class WebhookNamesIT {

    /** More than there would be threads to wait for them. */
    private static final int DEAD = 6;

    /** Longer than the test takes: nothing is over because of its time. */
    private static final long NEVER_MILLIS = 600_000;

    private static final int SLOTS = 2 * WebhookSenderVerticle.AT_ONCE;

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .with(new PoolOptions().setMaxSize(4))
            .using(vertx)
            .build();
    private final Sql sql = new Sql(pool);
    private final EventSettings settings = SettingsLoader.defaults(Map.of(
                    "events.allowLoopback",
                    "true",
                    "events.pollMillis",
                    "50",
                    "events.sendTimeoutMillis",
                    "60000",
                    // A partner gets a quarter of the places, so this one has one for each of its webhooks and more.
                    "events.connections",
                    "32"))
            .events();
    private final Receiver receiver = Receiver.start();
    private final NameServer server = NameServer.start();
    private final NameLookUps names = new NameLookUps(vertx, server.address(), NEVER_MILLIS, NEVER_MILLIS);

    @AfterEach
    void close() {
        Await.of(names.close());
        Await.of(vertx.close());
        receiver.close();
        server.close();
    }

    private Actor.Partner partner() {
        UUID id = Ids.next();
        offer.execute(
                "insert into partner_system (id, organisation_id, name, scopes) values ('%s', 'clef', 'x', array['events'])"
                        .formatted(id));
        return new Actor.Partner(id, "clef", Set.of(Scope.EVENTS));
    }

    private void webhook(Actor.Partner of, String host) {
        String url = receiver.url(host, "/" + host);
        Await.of(new WebhookStore(sql).create(of, url, Set.of(EventKind.SLOT_OPENED), new byte[32], DEAD));
    }

    @Test
    void aNameServerThatNeverAnswersHoldsUpNobodyElsesWebhooks() {
        Actor.Partner unlucky = partner();
        List<String> dead = new ArrayList<>();
        for (int i = 0; i < DEAD; i++) {
            dead.add(i + ".dead.example.org");
            server.neverAnswers(dead.get(i));
            webhook(unlucky, dead.get(i));
        }
        server.has("quick.example.org", "127.0.0.1");
        webhook(partner(), "quick.example.org");
        for (int i = 0; i < SLOTS; i++) {
            offer.open(5);
        }
        Until.holds(() -> {
            Await.of(new EventFollower(sql).poll());
            return offer.count("select count(*) from event") == SLOTS;
        });

        DeliveryStore deliveries = new DeliveryStore(sql);
        EventMetrics metrics = new EventMetrics(new SimpleMeterRegistry());
        Await.of(vertx.deployVerticle(
                new WebhookSenderVerticle(settings, deliveries, new Targets(names, true), metrics)));
        Until.holds(() -> receiver.received().size() == SLOTS);
        assertEquals(SLOTS, receiver.received("/quick.example.org").size());
        assertEquals(0, offer.count("select count(*) from webhook_delivery where last_error is not null"), "so far");
        Until.holds(() -> new HashSet<>(server.asked()).containsAll(dead)
                && server.asked().stream().filter(dead::contains).count() >= 2 * DEAD);
        assertEquals(
                2 * DEAD,
                server.asked().stream().filter(dead::contains).count(),
                "all events on their way to a webhook ask once, for addresses of both kinds");
    }
}
