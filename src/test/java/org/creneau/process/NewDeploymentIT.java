package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a database with nothing in it to the first booking, as README says that a new deployment begins: with commands and
 * calls alone, and nothing written behind the service's back.
 */
class NewDeploymentIT {

    @TempDir
    private Path temporary;

    @Test
    void anEmptyDatabaseBecomesAServiceThatBooks() {
        Vertx vertx = Vertx.vertx();
        try (Sandbox sandbox = new Sandbox(temporary)
                .with("CRENEAU_DATABASE_URL", TestServers.newDatabase())
                .with("CRENEAU_REDIS_URL", TestServers.newRedis())) {
            Running node = sandbox.serve();
            try (ContractClient client = ContractClient.create(vertx, node.httpPort())) {
                begin(sandbox, client);
            }
            assertEquals(0, node.terminate().exitCode());
            Ended check = sandbox.run("check");
            assertEquals(List.of(), check.output());
            assertEquals(0, check.exitCode(), check.toString());
        } finally {
            Await.of(vertx.close());
        }
    }

    private static void begin(Sandbox sandbox, ContractClient client) {
        assertEquals(List.of(), sandbox.run("organisation", "list").output());
        Ended organisation =
                sandbox.run("organisation", "add", "bureau", "--name-fr=Bureau", "--name-en=Office", "--kind=MINISTRY");
        assertEquals(List.of("bureau MINISTRY"), organisation.output(), organisation.toString());
        Person first = Person.register(client);
        Ended employed = sandbox.run(
                "staff", "add", "--user-code=" + first.userCode(), "--organisation=bureau", "--role=MANAGER");
        assertEquals(0, employed.exitCode(), employed.toString());
        String manager = first.token(client);

        String slot = publish(client, manager);
        Person person = Person.register(client);
        String token = person.token(client);
        // The search hears of what was published a moment later than whoever published it.
        Until.holds(() -> client.get("/slots?type=seance&city=quebec&available=true")
                .await()
                .expect(200)
                .encode()
                .contains(slot));
        JsonObject booking = client.post("/bookings")
                .token(token)
                .json(new JsonObject().put("slotId", slot))
                .await()
                .expect(201);
        assertEquals("BOOKED", booking.getString("state"));
        assertEquals(List.of(booking.getString("id")), person.booked(client));

        assertEquals("OPERATOR {\"organisation\":\"bureau\"}", oldestChange(client, manager));
    }

    /** A slot of the first type, at the first location, in the first town; its id. */
    private static String publish(ContractClient client, String manager) {
        put(client, manager, "cities/quebec", new JsonObject().put("name", Offered.text("Québec", "Quebec City")));
        put(
                client,
                manager,
                "locations/bureau-quebec",
                Offered.location().put("organisation", "bureau").put("city", "quebec"));
        put(
                client,
                manager,
                "appointment-types/seance",
                Offered.type().put("organisations", new JsonArray().add("bureau")));
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(10, ChronoUnit.DAYS);
        JsonObject slot = Offered.slot(start).put("type", "seance").put("location", "bureau-quebec");
        return client.post("/staff/slots")
                .token(manager)
                .json(new JsonObject().put("slots", new JsonArray().add(slot)))
                .await()
                .expect(201)
                .getJsonArray("slots")
                .getString(0);
    }

    private static void put(ContractClient client, String manager, String path, JsonObject content) {
        Response made =
                client.put("/staff/" + path).token(manager).json(content).await();
        made.expect(201);
    }

    /** Who it was and what, as the audit log has it. */
    private static String oldestChange(ContractClient client, String manager) {
        JsonArray changes = client.get("/staff/audit-log?action=OFFER_CHANGED")
                .token(manager)
                .await()
                .expect(200)
                .getJsonArray("items");
        JsonObject oldest = changes.getJsonObject(changes.size() - 1);
        return oldest.getString("by") + " " + oldest.getJsonObject("details").encode();
    }
}
