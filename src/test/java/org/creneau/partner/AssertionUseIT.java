package org.creneau.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.UUID;
import org.creneau.auth.Digest;
import org.creneau.core.Sql;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL's clock says whether an assertion is over: a node may have looked a while before. */
class AssertionUseIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .using(vertx)
            .build();
    private final PartnerSystemStore store = new PartnerSystemStore(new Sql(pool));
    private final UUID system = UUID.randomUUID();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private boolean use(String id, Instant expiresAt) {
        return Await.of(store.use(system, Digest.of(id), expiresAt));
    }

    @Test
    void onceAndNotAfterItsEndHoweverOftenWhatIsOverIsForgotten() {
        offer.execute("insert into partner_system (id, organisation_id, name, scopes) values ('" + system
                + "', 'clef', 'x', array['clients'])");
        Instant later = Instant.now().plusSeconds(600);
        assertEquals(true, use("a", later));
        assertEquals(false, use("a", later));
        assertEquals(false, use("b", Instant.now().minusSeconds(1)), "over, as the database sees it");
        offer.execute("update partner_assertion set expires_at = clock_timestamp() - interval '30 seconds'");
        assertEquals(true, use("c", later));
        Await.of(store.forgetAssertions());
        assertEquals(2, offer.count("select count(*) from partner_assertion"), "not yet: somebody may be on the way");
        offer.execute("update partner_assertion set expires_at = clock_timestamp() - interval '2 minutes'");
        assertEquals(true, use("d", later));
        Await.of(store.forgetAssertions());
        assertEquals(1, offer.count("select count(*) from partner_assertion"));
    }
}
