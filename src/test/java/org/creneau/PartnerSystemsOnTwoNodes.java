package org.creneau;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.TokenDesk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Partners' systems, two nodes that know them, and a manager of the ministry. */
abstract class PartnerSystemsOnTwoNodes {

    static String database;
    static Backstage backstage;
    static Offer offer;
    static TestNode node;
    static TestNode other;
    static TokenDesk desk;
    static TestClient manager;

    record Credentials(String id, String secretId, String secret) {
        static Credentials of(JsonObject issued) {
            return new Credentials(
                    issued.getJsonObject("partner").getString("id"),
                    issued.getString("secretId"),
                    issued.getString("secret"));
        }
    }

    @BeforeAll
    static void start() {
        database = TestServers.newDatabase();
        String redis = TestServers.newRedis();
        backstage = new Backstage(database, redis);
        offer = new Offer(database);
        node = TestNode.start(
                database,
                redis,
                Map.of("limits.partnerLogInsPerAddress", "100000", "limits.tokensPerPartner", "100000"));
        other = TestNode.start(
                database,
                redis,
                Map.of("limits.partnerLogInsPerAddress", "100000", "limits.tokensPerPartner", "100000"));
        desk = new TokenDesk(node.httpPort());
        manager = backstage.employee("bureau", true, true);
    }

    @AfterAll
    static void stop() {
        node.close();
        other.close();
        backstage.close();
    }

    static Credentials add(String... scopes) {
        return Credentials.of(node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "Réception")
                        .put("scopes", new JsonArray(List.of(scopes))))
                .await()
                .expect(201));
    }

    /** 403 for a token that is known, and no account's; 401 for one that is good no longer. */
    static int status(TestNode at, String token) {
        return at.client().get("/me").token(token).await().status();
    }
}
