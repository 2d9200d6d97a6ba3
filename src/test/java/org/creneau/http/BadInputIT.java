package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tokens, parameters and headers that are not as the contract has them; what is in bodies: {@link BadBodyIT}. */
class BadInputIT extends EveryOperation {

    /** Parameters that take letters of any script: a town's, a person's. */
    private static final Set<String> NAMES = Set.of("?q", "?familyName", "?givenName");

    private static Stream<Operation> secured() {
        return operations()
                .filter(operation -> !operation.getSecurityRequirements().isEmpty());
    }

    /** The control: without a fault every operation answers what the contract promises. */
    @TestFactory
    Stream<DynamicTest> validRequestsAreServed() {
        return operations()
                // A stream has no end; it has a test of its own.
                .filter(operation -> !operation.getOperationId().equals("watchSlots"))
                .map(operation -> dynamicTest(operation.getOperationId(), () -> {
                    Request request = valid(operation);
                    if (operation.getOperationId().equals("listPartnerBookings")) {
                        request.query("slot", FakeFeatures.SLOT.toString()); // or the client
                    }
                    int status = request.await().status();
                    assertTrue(status >= 200 && status < 300, () -> "got " + status);
                }));
    }

    @TestFactory
    Stream<DynamicTest> unknownQueryParameters() {
        return operations()
                .map(operation -> test(operation, "?nonsense", op -> {
                    Request request = valid(op).query("nonsense", "1");
                    refused(request.await(), "?nonsense", "unknown");
                }));
    }

    @TestFactory
    Stream<DynamicTest> tokens() {
        return secured()
                .flatMap(operation -> Stream.of("", "garbage", "a.b.c", "x".repeat(3000))
                        .map(token -> test(operation, "token of length " + token.length(), op -> {
                            Response response = bare(op).token(token).await();
                            response.expect(401, "unauthenticated");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> noTokenOrAnotherScheme() {
        return secured()
                .flatMap(operation -> Stream.of(
                        test(operation, "no token", op -> {
                            Response response = bare(op).await();
                            response.expect(401, "unauthenticated");
                            assertEquals("Bearer", response.headers().get("WWW-Authenticate"));
                        }),
                        test(
                                operation,
                                "basic",
                                op -> bare(op).header("Authorization", "Basic Z29vZA==")
                                        .await()
                                        .expect(401, "unauthenticated"))));
    }

    @TestFactory
    Stream<DynamicTest> temporaryPasswords() {
        return secured()
                .filter(operation -> !List.of("changePassword", "logOut").contains(operation.getOperationId()))
                .map(operation -> test(operation, "must change password", op -> {
                    Request request = bare(op).token(FakeFeatures.TEMPORARY_TOKEN);
                    Response response = withBody(request, op).await();
                    response.expect(403, "must-change-password");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyQueryParameter() {
        return operations()
                .flatMap(operation -> operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn() == Location.QUERY)
                        .flatMap(parameter -> {
                            String pointer = '?' + parameter.getName();
                            String good =
                                    String.valueOf(parameter.getOpenAPIModel().getValue("example"));
                            return Stream.concat(
                                    Stream.of(test(
                                            operation,
                                            pointer + " twice",
                                            op -> refused(
                                                    valid(op)
                                                            .query(parameter.getName(), good)
                                                            .query(parameter.getName(), good)
                                                            .await(),
                                                    pointer,
                                                    "repeated"))),
                                    Stream.of(
                                                    "",
                                                    "é",
                                                    "a b\u0000",
                                                    "'; drop table slot; --",
                                                    "x".repeat(1000),
                                                    "[1]",
                                                    "a,b")
                                            .filter(bad -> !(NAMES.contains(pointer) && bad.equals("é")))
                                            .map(bad -> test(operation, pointer + " " + bad.length(), op -> {
                                                JsonArray errors = valid(op)
                                                        .query(parameter.getName(), bad)
                                                        .await()
                                                        .expect(400, "validation")
                                                        .getJsonArray("errors");
                                                assertEquals(1, errors.size());
                                                assertEquals(
                                                        pointer,
                                                        errors.getJsonObject(0).getString("pointer"));
                                            })));
                        }));
    }

    private static boolean hasReadableIds(Operation operation) {
        String path = operation.getOpenAPIPath();
        return path.contains("{organisationId}")
                || path.contains("{locationId}")
                || path.contains("{cityId}")
                || path.startsWith("/staff/appointment-types/");
    }

    @TestFactory
    Stream<DynamicTest> idsThatCannotBeOurs() {
        return operations()
                .filter(operation -> operation.getOpenAPIPath().contains("{"))
                .flatMap(operation -> Stream.of(
                                "0",
                                "nonsense",
                                "%00",
                                "..%2f..%2fetc",
                                "%F0%9F%98%80",
                                "01960A5C-7A31-7CC1-8D2E-0E6A5F0B9C10",
                                "1-1-1-1-1",
                                "x".repeat(2000))
                        // Some have readable ids, which these could be.
                        .filter(id -> !hasReadableIds(operation) || !id.matches("[a-z0-9-]{1,64}"))
                        .map(id -> test(operation, id, op -> {
                            String path = op.getOpenAPIPath().replaceAll("\\{[^}]*}", id);
                            Request request = client.request(op.getHttpMethod(), path);
                            if (!op.getSecurityRequirements().isEmpty()) {
                                request.token(FakeFeatures.token(op));
                            }
                            if (op.getRequestBody() != null) {
                                request.json(validBody(op));
                            }
                            request.await().expect(404, "not-found");
                        })));
    }

    @Test
    void ranges() {
        for (String limit :
                List.of("0", "101", "-1", "99999999999", "999999999999999999999", "1.5", "ten", "+1", " 1")) {
            JsonObject problem =
                    client.get("/slots").query("limit", limit).await().expect(400, "validation");
            assertEquals(
                    "?limit", problem.getJsonArray("errors").getJsonObject(0).getString("pointer"));
        }
        for (String day : List.of(
                "2026-02-30",
                "2026-13-01",
                "0000-00-00",
                "9999-99-99",
                "tomorrow",
                "2026-3-1",
                "31.3.2026",
                "le 31 mars 2026")) {
            refused(client.get("/slots").query("from", day).await(), "?from", "wrong-format");
        }
        refused(
                client.get("/slots")
                        .query("from", "2026-03-02")
                        .query("to", "2026-03-01")
                        .await(),
                "?to",
                "before-from");
        refused(client.get("/slots").query("available", "yes").await(), "?available", "wrong-type");
        refused(client.get("/organisations").query("near", "Z9Z 9Z9").await(), "?near", "unknown-postal-code");
        for (String path : List.of("/appointment-types", "/organisations")) {
            refused(client.get(path).query("cursor", "zzzz").await(), "?cursor", "invalid-cursor");
        }
    }

    @Test
    void idempotencyKeys() {
        JsonObject body = new JsonObject().put("slotId", FakeFeatures.SLOT.toString());
        for (String key : List.of("x".repeat(65), "with space", "é")) {
            Response response = client.post("/bookings")
                    .token(FakeFeatures.TOKEN)
                    .key(key)
                    .json(body)
                    .await();
            refused(response, "#Idempotency-Key", key.length() > 64 ? "too-long" : "wrong-format");
        }
    }

    @Test
    void nothingAboutTheInsideIsTold() {
        Response response = client.get("/me").token("breaks").await();
        JsonObject problem = response.expect(500, "internal");
        assertFalse(problem.encode().contains("secret"));
        assertTrue(problem.getString("instance").startsWith("urn:uuid:"));
        response = client.get("/me").token("keys-out-of-reach").await();
        response.expect(503, "unavailable");
        assertEquals("1", response.headers().get("Retry-After"));
    }
}
