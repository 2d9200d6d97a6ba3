package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.creneau.auth.Accounts;
import org.creneau.booking.BookingSource;
import org.creneau.booking.Bookings;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.core.FieldProblem;
import org.creneau.core.Overloaded;
import org.creneau.core.Page;
import org.creneau.core.Unavailable;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients see of each result, and the manners of the server. */
class HttpVerticleIT {

    private static final JsonObject SLOT_ID = new JsonObject().put("slotId", FakeFeatures.SLOT.toString());

    private static FakeFeatures features;
    private static ContractClient client;
    private static WebClient web;

    @BeforeAll
    static void start() {
        features = FakeFeatures.start();
        client = ContractClient.create(features.vertx(), features.port());
        web = WebClient.create(features.vertx());
    }

    @AfterEach
    void asUsual() {
        features.book.asUsual();
        features.cancel.asUsual();
        features.reschedule.asUsual();
        features.logIn.asUsual();
        features.create.asUsual();
        features.search.asUsual();
    }

    @AfterAll
    static void stop() {
        client.close();
        features.close();
    }

    private static Response book() {
        return client.post("/bookings").token(FakeFeatures.TOKEN).json(SLOT_ID).await();
    }

    private static HttpResponse<Buffer> raw(HttpMethod method, String path) {
        return Await.of(web.request(method, features.port(), "localhost", path).send());
    }

    @Test
    void aBookingIsCreated() {
        Response response = client.post("/bookings")
                .token(FakeFeatures.TOKEN)
                .key("k-1")
                .json(SLOT_ID)
                .await();
        JsonObject booking = response.expect(201);
        assertEquals(
                "/api/v1/bookings/" + FakeFeatures.BOOKING, response.headers().get("Location"));
        assertEquals("no-store", response.headers().get("Cache-Control"));
        assertEquals("nosniff", response.headers().get("X-Content-Type-Options"));
        assertEquals("2026-03-02T12:00:01-05:00", booking.getString("createdAt"));
        JsonObject slot = booking.getJsonObject("slot");
        assertEquals("2026-03-20T17:00:00-04:00", slot.getString("start"));
        assertEquals(360, slot.getInteger("durationMinutes"));
        assertEquals(2, slot.getJsonArray("segments").size());
        assertEquals(
                new Bookings.Book(
                        FakeFeatures.CLIENT, FakeFeatures.SLOT, FakeFeatures.CLIENT, BookingSource.CLIENT, "k-1"),
                features.lastCommand.get());
    }

    @Test
    void refusalsOfABooking() {
        features.book.answers(new BookResult.SlotFull());
        book().expect(409, "slot-full");
        features.book.answers(new BookResult.AlreadyBooked());
        book().expect(409, "already-booked");
        features.book.answers(new BookResult.SlotClosed());
        book().expect(409, "slot-closed");
        features.book.answers(new BookResult.NoSuchSlot());
        book().expect(404, "not-found");
        features.book.answers(new BookResult.KeyReused());
        book().expect(422, "idempotency-key-reused");
        features.book.answers(new BookResult.NotOpen(Instant.parse("2026-03-02T17:00:00Z")));
        assertEquals("2026-03-02T17:00:00Z", book().expect(409, "slot-not-open").getString("opensAt"));
    }

    @Test
    void whatIsNotKnownNow() {
        features.book.answersWhen(Future.failedFuture(new Unavailable("postgres", null)));
        Response response = book();
        response.expect(503, "unavailable");
        assertEquals("1", response.headers().get("Retry-After"));
        features.book.answersWhen(Future.failedFuture(new Overloaded("bookings")));
        response = book();
        response.expect(503, "overloaded");
        assertEquals("1", response.headers().get("Retry-After"));
        features.book.answersWhen(Future.failedFuture(new IllegalStateException("password=hunter2")));
        assertFalse(book().expect(500, "internal").encode().contains("hunter2"));
    }

    @Test
    void cancelAndReschedule() {
        features.cancel.answers(new CancelResult.NotCancellable());
        String path = "/bookings/" + FakeFeatures.BOOKING;
        client.post(path + "/cancel").token(FakeFeatures.TOKEN).await().expect(409, "not-cancellable");
        features.cancel.answers(new CancelResult.NotFound());
        client.post(path + "/cancel").token(FakeFeatures.TOKEN).await().expect(404, "not-found");
        for (var refusal : List.of(
                new Refusal(new RescheduleResult.NotFound(), 404, "not-found"),
                new Refusal(new RescheduleResult.NoSuchSlot(), 404, "not-found"),
                new Refusal(new RescheduleResult.NotReschedulable(), 409, "not-reschedulable"),
                new Refusal(new RescheduleResult.OfAnotherKind(), 409, "not-reschedulable"),
                new Refusal(new RescheduleResult.SlotFull(), 409, "slot-full"),
                new Refusal(new RescheduleResult.SlotClosed(), 409, "slot-closed"),
                new Refusal(new RescheduleResult.NotOpen(Instant.EPOCH), 409, "slot-not-open"))) {
            features.reschedule.answers(refusal.result());
            client.post(path + "/reschedule")
                    .token(FakeFeatures.TOKEN)
                    .json(SLOT_ID)
                    .await()
                    .expect(refusal.status(), refusal.code());
        }
    }

    private record Refusal(RescheduleResult result, int status, String code) {}

    @Test
    void logInsAndAccounts() {
        JsonObject credentials = new JsonObject().put("userCode", "BrAnDfOrD04").put("password", "automne2026");
        features.logIn.answers(new Accounts.LogInResult.BadCredentials());
        client.post("/auth/login").json(credentials).await().expect(401, "bad-credentials");
        features.logIn.answers(new Accounts.LogInResult.Locked(37));
        Response locked = client.post("/auth/login").json(credentials).await();
        locked.expect(429, "locked");
        assertEquals("37", locked.headers().get("Retry-After"));
        JsonObject account = credentials
                .copy()
                .put("email", "client@example.org")
                .put(
                        "securityQuestions",
                        new JsonArray()
                                .add(new JsonObject().put("question", "a").put("answer", "b"))
                                .add(new JsonObject().put("question", "c").put("answer", "d")));
        features.create.answers(new Accounts.CreateResult.UserCodeTaken());
        client.post("/accounts").json(account).await().expect(409, "user-code-taken");
        features.create.answers(
                new Accounts.CreateResult.Invalid(List.of(new FieldProblem("/password", "password-composition"))));
        JsonObject error = client.post("/accounts")
                .json(account)
                .await()
                .expect(400, "validation")
                .getJsonArray("errors")
                .getJsonObject(0);
        assertEquals("/password", error.getString("pointer"));
        assertEquals("password-composition", error.getString("code"));
    }

    @Test
    void theSearchPassesOnWhatWasAsked() {
        Response response = client.get(
                        "/slots?type=objectif-integration&city=montreal&organisation=carrefour-nord&from=2026-03-01&to=2026-03-31&available=true&limit=5&cursor=abc")
                .await();
        JsonObject page = response.expect(200);
        assertEquals("public, max-age=1", response.headers().get("Cache-Control"));
        assertEquals("bmV4dA", page.getString("nextCursor"));
        assertEquals(7, page.getJsonArray("items").getJsonObject(0).getInteger("left"));
        assertEquals(
                new Slots.Search(
                        "objectif-integration",
                        "montreal",
                        "carrefour-nord",
                        LocalDate.parse("2026-03-01"),
                        LocalDate.parse("2026-03-31"),
                        true,
                        5,
                        "abc"),
                features.lastCommand.get());
        client.get("/slots").await().expect(200);
        assertEquals(new Slots.Search(null, null, null, null, null, false, 20, null), features.lastCommand.get());
        features.search.answers(new Slots.SearchResult.BadCursor());
        client.get("/slots?cursor=zzz").await().expect(400, "validation");
    }

    @Test
    void whoHasTheAnswerAlreadyIsToldSo() {
        for (String path : List.of("/slots", "/slots/" + FakeFeatures.SLOT)) {
            Response first = client.get(path).await();
            first.expect(200);
            String tag = Objects.requireNonNull(first.headers().get("ETag"));
            Response again =
                    client.get(path).header("If-None-Match", "\"old\", " + tag).await();
            assertEquals(304, again.status());
            assertNull(again.body());
            assertNull(again.headers().get("Content-Length"));
            for (String name : List.of("ETag", "Cache-Control", "Vary")) {
                assertEquals(first.headers().get(name), again.headers().get(name), name);
            }
            assertEquals(
                    first.body(),
                    client.get(path).header("If-None-Match", "\"old\"").await().body());
            Response english = client.get(path)
                    .header("Accept-Language", "en")
                    .header("If-None-Match", tag)
                    .await();
            assertTrue(english.expect(200).encode().contains("Integration Objective"));
        }
    }

    @Test
    void anotherAnswerHasAnotherTag() {
        String before = client.get("/slots").await().headers().get("ETag");
        features.search.answers(new Slots.SearchResult.Found(
                new Page<>(List.of(new SlotView(FakeFeatures.SLOT_ITSELF, 6, SlotStatus.OPEN)), null)));
        Response after = client.get("/slots").header("If-None-Match", before).await();
        JsonObject page = after.expect(200);
        assertEquals(6, page.getJsonArray("items").getJsonObject(0).getInteger("left"));
        assertNotEquals(before, after.headers().get("ETag"));
    }

    @Test
    void theCatalogueSpeaksTwoLanguages() {
        Response french = client.get("/appointment-types").await();
        assertEquals("fr", french.headers().get("Content-Language"));
        assertTrue(french.headers().get("Vary").contains("accept-language"));
        assertEquals("public, max-age=60", french.headers().get("Cache-Control"));
        assertEquals(
                "Objectif Intégration",
                french.expect(200).getJsonArray("items").getJsonObject(0).getString("title"));
        JsonObject english = client.get("/appointment-types/objectif-integration")
                .header("Accept-Language", "de, en-CA;q=0.8, fr;q=0.5")
                .await()
                .expect(200);
        assertEquals("Integration Objective", english.getString("title"));
        assertEquals(
                "Carrefour Nord",
                english.getJsonArray("organisations").getJsonObject(0).getString("name"));
        assertEquals("Full", fullProblem().getString("title"));
    }

    private static JsonObject fullProblem() {
        features.book.answers(new BookResult.SlotFull());
        return client.post("/bookings")
                .token(FakeFeatures.TOKEN)
                .header("Accept-Language", "en")
                .json(SLOT_ID)
                .await()
                .expect(409, "slot-full");
    }

    @Test
    void organisationsNearAPostalCode() {
        JsonObject found = client.get("/organisations?type=objectif-integration&near=H2X1Y4")
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0);
        assertTrue(found.getDouble("distanceKm") < 10);
        assertEquals(
                "montreal",
                found.getJsonArray("locations")
                        .getJsonObject(0)
                        .getJsonObject("city")
                        .getString("id"));
    }

    @Test
    void pathsAndMethodsThatDoNotExist() {
        for (String path : List.of("/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/slots/a/b", "/etc/passwd")) {
            HttpResponse<Buffer> response = raw(HttpMethod.GET, path);
            assertEquals(404, response.statusCode(), path);
            assertProblem(response, "not-found");
        }
        HttpResponse<Buffer> response = raw(HttpMethod.DELETE, "/api/v1/bookings");
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD, POST", response.getHeader("Allow"));
        assertProblem(response, "method-not-allowed");
        response = raw(HttpMethod.PUT, "/api/v1/bookings/" + UUID.randomUUID());
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", response.getHeader("Allow"));
        response = raw(HttpMethod.POST, "/.well-known/jwks.json");
        assertEquals(405, response.statusCode());
        response = raw(HttpMethod.TRACE, "/api/v1/ping");
        assertEquals(405, response.statusCode());
    }

    @Test
    void headIsGetWithoutABody() {
        for (String path : List.of(
                "/api/v1/ping",
                "/api/v1/slots",
                "/api/v1/appointment-types",
                "/.well-known/jwks.json",
                "/api/v1/openapi.yaml",
                "/api/v1/nothing",
                "/api/v1/bookings")) {
            HttpResponse<Buffer> get = raw(HttpMethod.GET, path);
            HttpResponse<Buffer> head = raw(HttpMethod.HEAD, path);
            assertEquals(get.statusCode(), head.statusCode(), path);
            assertNull(head.body(), path);
            for (String header : List.of("Content-Type", "Cache-Control", "ETag", "Content-Language", "Vary")) {
                assertEquals(get.getHeader(header), head.getHeader(header), path + ' ' + header);
            }
        }
        HttpResponse<Buffer> noGet = raw(HttpMethod.HEAD, "/api/v1/auth/login");
        assertEquals(405, noGet.statusCode());
        assertEquals("POST", noGet.getHeader("Allow"));
    }

    private static void assertProblem(HttpResponse<Buffer> response, String code) {
        assertEquals("application/problem+json", response.getHeader("Content-Type"));
        assertEquals(code, response.bodyAsJsonObject().getString("code"));
        assertEquals("urn:creneau:problem:" + code, response.bodyAsJsonObject().getString("type"));
    }

    @Test
    void keysAndContractArePublished() {
        assertEquals(
                "k1",
                raw(HttpMethod.GET, "/.well-known/jwks.json")
                        .bodyAsJsonObject()
                        .getJsonArray("keys")
                        .getJsonObject(0)
                        .getString("kid"));
        HttpResponse<Buffer> contract = raw(HttpMethod.GET, "/api/v1/openapi.yaml");
        assertEquals("application/yaml", contract.getHeader("Content-Type"));
        assertTrue(contract.bodyAsString().startsWith("openapi: 3.0.3"));
    }

    @Test
    void foreignPagesAreToldNothing() {
        HttpResponse<Buffer> allowed =
                Await.of(web.request(HttpMethod.OPTIONS, features.port(), "localhost", "/api/v1/bookings")
                        .putHeader("Origin", "https://rv.example.org")
                        .putHeader("Access-Control-Request-Method", "POST")
                        .send());
        assertEquals(204, allowed.statusCode());
        assertEquals("https://rv.example.org", allowed.getHeader("Access-Control-Allow-Origin"));
        for (String method : List.of("GET", "POST", "PUT", "PATCH")) {
            assertTrue(allowed.getHeader("Access-Control-Allow-Methods").contains(method), method);
        }
        HttpResponse<Buffer> foreign = Await.of(web.get(features.port(), "localhost", "/api/v1/ping")
                .putHeader("Origin", "https://evil.example.org")
                .send());
        assertEquals(200, foreign.statusCode());
        assertNull(foreign.getHeader("Access-Control-Allow-Origin"));
    }

    @Test
    void requestsAreCounted() {
        client.get("/time").await().expect(200);
        Timer timer = features.meters
                .get("creneau.http.requests")
                .tag("operation", "getTime")
                .tag("status", "200")
                .timer();
        assertTrue(timer.count() >= 1);
    }

    @Test
    void requestsInFlightAndConnectionsAreCounted() {
        Promise<BookResult> slow = Promise.promise();
        features.book.answersWhen(slow.future());
        Future<Response> booking =
                client.post("/bookings").token(FakeFeatures.TOKEN).json(SLOT_ID).send();
        Until.holds(() -> gauge("creneau.http.requests.active") == 1);
        assertTrue(gauge("creneau.http.connections") >= 1);
        slow.complete(new BookResult.SlotFull());
        Await.of(booking).expect(409, "slot-full");
        assertEquals(0, gauge("creneau.http.requests.active"));
        double before = gauge("creneau.http.connections");
        try (ContractClient another = ContractClient.create(features.vertx(), features.port())) {
            another.get("/ping").await().expect(200);
            assertEquals(before + 1, gauge("creneau.http.connections"));
        }
        Until.holds(() -> gauge("creneau.http.connections") == before);
    }

    private static double gauge(String name) {
        return features.meters.get(name).gauge().value();
    }

    @Test
    void requestsInFlightAreAnsweredWhenTheServerStops() {
        try (FakeFeatures other = FakeFeatures.start();
                ContractClient its = ContractClient.create(other.vertx(), other.port())) {
            its.get("/ping").await().expect(200);
            Promise<BookResult> slow = Promise.promise();
            Promise<Void> arrived = Promise.promise();
            other.book.answersBy(command -> {
                arrived.tryComplete();
                return slow.future();
            });
            Future<Response> booking = its.post("/bookings")
                    .token(FakeFeatures.TOKEN)
                    .json(SLOT_ID)
                    .send();
            Await.of(arrived.future());
            Future<Void> stopped = other.undeploy();
            slow.complete(new BookResult.SlotFull());
            Await.of(booking).expect(409, "slot-full");
            Await.of(stopped);
            assertThrows(RuntimeException.class, () -> its.get("/ping").await());
        }
    }
}
