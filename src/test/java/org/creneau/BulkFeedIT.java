package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The feed as an aggregator reads it: manifest first, then every file that it names. */
class BulkFeedIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final String REDIS = TestServers.newRedis();
    private static final Offer OFFER = new Offer(DATABASE);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestNode node;
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        OFFER.execute("update location set phone = '514 999-9999', office = 'Bureau 5' where id = 'clef-montreal'");
        node = TestNode.start(
                DATABASE, REDIS, Map.of("openData.refreshSeconds", "1", "http.publicUrl", "https://rv.example.org"));
        backstage = new Backstage(DATABASE, REDIS);
    }

    @AfterAll
    static void stop() {
        backstage.close();
        node.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + node.httpPort() + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject manifest() {
        HttpResponse<String> response = get("/fhir/$bulk-publish");
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        return new JsonObject(response.body());
    }

    private static String path(String url) {
        assertTrue(url.startsWith("https://rv.example.org/"), url);
        return url.substring("https://rv.example.org".length());
    }

    /** Every resource that the manifest leads to. */
    private static List<JsonObject> all() {
        List<JsonObject> resources = new ArrayList<>();
        for (Object file : manifest().getJsonArray("output")) {
            JsonObject output = (JsonObject) file;
            HttpResponse<String> response = get(path(output.getString("url")));
            assertEquals(200, response.statusCode());
            assertEquals(
                    "application/fhir+ndjson",
                    response.headers().firstValue("Content-Type").orElseThrow());
            response.body().lines().forEach(line -> {
                JsonObject resource = new JsonObject(line);
                assertEquals(output.getString("type"), resource.getString("resourceType"));
                resources.add(resource);
            });
        }
        return resources;
    }

    private static List<JsonObject> all(String type) {
        return all().stream()
                .filter(one -> one.getString("resourceType").equals(type))
                .toList();
    }

    private static JsonObject awaitSlot(Slot slot, String status) {
        return Until.answers(
                        () -> all("Slot").stream()
                                .filter(one ->
                                        one.getString("id").equals(slot.id().toString()))
                                .filter(one -> one.getString("status").equals(status))
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private static Object extension(JsonObject slot, String name, String value) {
        return slot.getJsonArray("extension").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("url")
                        .equals("http://fhir-registry.smarthealthit.org/StructureDefinition/" + name))
                .map(one -> one.getValue(value))
                .findFirst()
                .orElse("none");
    }

    @Test
    void aSlotIsFreeWithItsSeatsAndThenBusy() {
        Slot slot = OFFER.open(2);
        JsonObject free = awaitSlot(slot, "free");
        assertEquals(2, extension(free, "slot-capacity", "valueInteger"));
        assertTrue(String.valueOf(extension(free, "booking-deep-link", "valueUrl"))
                .contains(slot.id().toString()));
        assertEquals(
                slot.start().getEpochSecond(),
                OffsetDateTime.parse(free.getString("start")).toEpochSecond());
        for (int i = 0; i < 2; i++) {
            node.client()
                    .post("/bookings")
                    .token(backstage.client().token())
                    .json(new JsonObject().put("slotId", slot.id().toString()))
                    .await()
                    .expect(201);
        }
        assertEquals("none", extension(awaitSlot(slot, "busy"), "slot-capacity", "valueInteger"));
    }

    @Test
    void whatIsNotOpenIsBusyAndWhatIsCancelledIsNotThere() {
        Slot later = OFFER.add(Offer.SESSION, true, Duration.ofDays(4), Duration.ofDays(1), 5);
        awaitSlot(later, "busy");
        OFFER.execute("update slot set publication = 'CANCELLED' where id = '" + later.id() + "'");
        Until.holds(() -> all("Slot").stream()
                .noneMatch(one -> one.getString("id").equals(later.id().toString())));
    }

    /** What FHIR R4 says about the three resources, as far as we use them: no element that it does not know, none that is missing. */
    @Test
    void everythingIsAsFhirHasIt() {
        Slot here = OFFER.open(3);
        Slot there = OFFER.add(Offer.WORKSHOP, false, Duration.ofDays(9), Duration.ofHours(-1), 3);
        awaitSlot(here, "free");
        awaitSlot(there, "free");
        List<JsonObject> all = all();
        Set<String> references = new HashSet<>();
        for (JsonObject resource : all) {
            assertTrue(resource.getString("id").matches("[A-Za-z0-9\\-.]{1,64}"), resource.encode());
            assertTrue(
                    references.add(resource.getString("resourceType") + '/' + resource.getString("id")),
                    "twice: " + resource.encode());
        }
        for (JsonObject resource : all) {
            switch (resource.getString("resourceType")) {
                case "Location" -> {
                    only(
                            resource,
                            "resourceType",
                            "id",
                            "identifier",
                            "status",
                            "name",
                            "description",
                            "telecom",
                            "address",
                            "position");
                    only(resource.getJsonObject("address"), "line", "city", "state", "postalCode", "country");
                    only(resource.getJsonObject("position"), "longitude", "latitude");
                    assertFalse(resource.getString("name").isBlank());
                    JsonArray telecom = resource.getJsonArray("telecom", new JsonArray());
                    telecom.forEach(one -> only((JsonObject) one, "system", "value"));
                }
                case "Schedule" -> {
                    only(resource, "resourceType", "id", "active", "serviceType", "actor");
                    String actor =
                            resource.getJsonArray("actor").getJsonObject(0).getString("reference");
                    assertTrue(references.contains(actor), actor);
                    JsonObject type = resource.getJsonArray("serviceType").getJsonObject(0);
                    only(type, "coding", "text");
                    only(type.getJsonArray("coding").getJsonObject(0), "system", "code", "display");
                }
                default -> {
                    only(resource, "resourceType", "id", "extension", "schedule", "status", "start", "end");
                    String schedule = resource.getJsonObject("schedule").getString("reference");
                    assertTrue(references.contains(schedule), schedule);
                    assertTrue(Set.of("free", "busy").contains(resource.getString("status")));
                    assertTrue(OffsetDateTime.parse(resource.getString("start"))
                            .isBefore(OffsetDateTime.parse(resource.getString("end"))));
                    resource.getJsonArray("extension").forEach(one -> {
                        JsonObject extension = (JsonObject) one;
                        assertEquals(2, extension.size());
                        assertTrue(extension.containsKey("valueUrl") || extension.containsKey("valueInteger"));
                    });
                }
            }
        }
        assertEquals(
                "514 999-9999",
                all.stream()
                        .filter(one -> one.getString("id").equals("clef-montreal"))
                        .findFirst()
                        .orElseThrow()
                        .getJsonArray("telecom")
                        .getJsonObject(0)
                        .getString("value"));
    }

    private static void only(JsonObject object, String... names) {
        Set<String> unknown = new HashSet<>(object.fieldNames());
        unknown.removeAll(Set.of(names));
        assertEquals(Set.of(), unknown, object.encode());
        assertTrue(
                object.stream().noneMatch(entry -> entry.getValue() == null || "".equals(entry.getValue())),
                object.encode());
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        Slot early = OFFER.add(Offer.SESSION, true, Duration.ofDays(30), Duration.ofHours(-1), 5);
        Slot late = OFFER.add(Offer.SESSION, true, Duration.ofDays(40), Duration.ofHours(-1), 5);
        awaitSlot(early, "free");
        awaitSlot(late, "free");
        JsonObject before = manifest();
        String earlyFile = file(early);
        String lateFile = file(late);
        String earlyTag = get(earlyFile).headers().firstValue("ETag").orElseThrow();
        String lateTag = get(lateFile).headers().firstValue("ETag").orElseThrow();
        assertEquals(304, get(earlyFile, "If-None-Match", earlyTag).statusCode());
        assertEquals(
                "public, max-age=10",
                get(earlyFile).headers().firstValue("Cache-Control").orElseThrow());
        node.client()
                .post("/bookings")
                .token(backstage.client().token())
                .json(new JsonObject().put("slotId", late.id().toString()))
                .await()
                .expect(201);
        Until.holds(() -> get(lateFile, "If-None-Match", lateTag).statusCode() == 200);
        assertEquals(304, get(earlyFile, "If-None-Match", earlyTag).statusCode());
        assertNotEquals(before.getString("transactionTime"), "");
    }

    private static String file(Slot slot) {
        String day = slot.start().atZone(slot.location().zone()).toLocalDate().toString();
        return manifest().getJsonArray("output").stream()
                .map(one -> path(((JsonObject) one).getString("url")))
                .filter(path -> path.contains("slots-" + day))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theManifestIsOfTheFormOfABulkPublication() {
        JsonObject manifest = manifest();
        assertEquals(Set.of("transactionTime", "request", "output", "error"), manifest.fieldNames());
        assertEquals("https://rv.example.org/fhir/$bulk-publish", manifest.getString("request"));
        OffsetDateTime.parse(manifest.getString("transactionTime"));
        assertEquals(0, manifest.getJsonArray("error").size());
        Set<String> types = manifest.getJsonArray("output").stream()
                .map(one -> ((JsonObject) one).getString("type"))
                .collect(Collectors.toSet());
        assertTrue(types.containsAll(Set.of("Location", "Schedule")), types::toString);
    }

    @Test
    void otherFilesAndMethodsAreRefused() {
        assertEquals(404, get("/fhir/slots-2001-01-01.ndjson").statusCode());
        assertEquals(404, get("/fhir/Slot").statusCode());
        assertEquals(404, get("/fhir").statusCode());
        assertEquals(200, get("/fhir/$bulk-publish?_since=2026-01-01T00:00:00Z").statusCode(), "which may be ignored");
        try {
            HttpResponse<String> posted = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + node.httpPort() + "/fhir/$bulk-publish"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(405, posted.statusCode());
            assertEquals("GET, HEAD", posted.headers().firstValue("Allow").orElseThrow());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
