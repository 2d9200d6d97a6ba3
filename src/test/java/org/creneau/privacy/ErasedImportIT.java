package org.creneau.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.creneau.auth.Auth;
import org.creneau.auth.ImportRequest;
import org.creneau.auth.ImportResult;
import org.creneau.core.DatabaseClock;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever was imported and then erased does not come back with the next import of the same file. */
class ErasedImportIT {

    private static final String PASSWORD = "ancien2011";
    private static final String USER_CODE = "Flamenco01";

    @TempDir
    private Path folder;

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .using(vertx)
            .build();
    private TestNode node;
    private Auth auth;
    private ContractClient client;

    @BeforeEach
    void start() {
        node = TestNode.start(database, redis);
        client = node.client();
        auth = Await.of(Auth.start(
                vertx, pool, TestNode.settings(database, redis, Map.of()).auth(), new DatabaseClock()));
    }

    @AfterEach
    void stop() {
        auth.close();
        node.close();
        Await.of(pool.close());
        Await.of(vertx.close());
    }

    private ImportResult.Counts run(Path accounts) {
        ImportResult result = Await.of(auth.importer().run(new ImportRequest(null, accounts, false)));
        return assertInstanceOf(ImportResult.Done.class, result).counts();
    }

    private Response logIn() {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", USER_CODE).put("password", PASSWORD))
                .await();
    }

    @Test
    void anErasedAccountStaysAway() throws IOException {
        String header = "userCode,email,passwordHash,referenceNumber\n";
        String row = ",flamenco@example.org,\"" + auth.hash(PASSWORD) + "\",C1234567\n";
        Path accounts = Files.writeString(folder.resolve("accounts.csv"), header + USER_CODE + row);
        offer.execute("insert into known_person (reference_number, family_name, given_name, birth_date, sex)"
                + " values ('C1234567', 'Nguyễn', 'Thị', '1980-10-01', 'F')");
        assertEquals(1, run(accounts).newAccounts());
        client.post("/me/erasure")
                .token(logIn().expect(200).getString("accessToken"))
                .json(new JsonObject().put("currentPassword", PASSWORD))
                .await()
                .expect(200);

        ImportResult.Counts again = run(accounts);
        assertEquals(1, again.accounts());
        assertEquals(0, again.newAccounts());
        logIn().expect(401, "bad-credentials");
        // Also where the ministry has forgotten the person since, the user code is another person's, and is written
        // in another way.
        offer.execute("delete from known_person");
        client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", USER_CODE)
                        .put("password", "nouveau2026")
                        .put("email", "another@example.org")
                        .put(
                                "securityQuestions",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("question", "passe-temps")
                                                .put("answer", "a"))
                                        .add(new JsonObject()
                                                .put("question", "livre")
                                                .put("answer", "b"))))
                .await()
                .expect(201);
        Files.writeString(accounts, header + "FLAMENCO01" + row);
        assertEquals(0, run(accounts).newAccounts());
        assertEquals(0, offer.count("select count(*) from account where imported_as is not null"));
    }
}
