package org.creneau.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.creneau.http.Contract;
import org.jspecify.annotations.Nullable;

/**
 * Calls the service over HTTP and checks every response against {@code openapi.yaml}: one with a status, content type,
 * header or body that the contract does not describe fails the call. Paths are those of the contract ({@code /slots}).
 *
 * <pre>{@code
 * JsonObject booking = client.post("/bookings").token(token).json(new JsonObject().put("slotId", id)).await().expect(201);
 * }</pre>
 */
public final class ContractClient implements AutoCloseable {

    private static final String BASE = "/api/v1";

    private final WebClient web;
    private final Contract contract;
    private final ResponseValidator validator;

    private ContractClient(Vertx vertx, String host, int port, int connections, Contract contract) {
        WebClientOptions options = new WebClientOptions()
                .setDefaultHost(host)
                .setDefaultPort(port)
                .setFollowRedirects(false)
                .setUserAgentEnabled(false);
        this.web = WebClient.create(vertx, options, new PoolOptions().setHttp1MaxSize(connections));
        this.contract = contract;
        this.validator = ResponseValidator.create(vertx, contract.model());
    }

    /** Blocks; not for event loops. */
    public static ContractClient create(Vertx vertx, int port) {
        return create(vertx, port, 64);
    }

    /** @param connections at once; further requests wait */
    public static ContractClient create(Vertx vertx, int port, int connections) {
        return new ContractClient(vertx, "localhost", port, connections, Await.of(Contract.load(vertx)));
    }

    public Request get(String path) {
        return request(HttpMethod.GET, path);
    }

    public Request post(String path) {
        return request(HttpMethod.POST, path);
    }

    public Request put(String path) {
        return request(HttpMethod.PUT, path);
    }

    public Request patch(String path) {
        return request(HttpMethod.PATCH, path);
    }

    /** @param path of the contract, without the base path; may have a query */
    public Request request(HttpMethod method, String path) {
        return new Request(method, path);
    }

    @Override
    public void close() {
        web.close();
    }

    /** A request that is being put together. */
    public final class Request {

        private final HttpMethod method;
        private final String path;
        private final HttpRequest<Buffer> request;
        private @Nullable Buffer body;

        private Request(HttpMethod method, String path) {
            this.method = method;
            this.path = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
            this.request = web.request(method, BASE + path);
        }

        public Request token(String token) {
            return header("Authorization", "Bearer " + token);
        }

        public Request key(String idempotencyKey) {
            return header("Idempotency-Key", idempotencyKey);
        }

        public Request header(String name, String value) {
            request.putHeader(name, value);
            return this;
        }

        public Request query(String name, String value) {
            request.addQueryParam(name, value);
            return this;
        }

        public Request json(JsonObject content) {
            return body(content.toBuffer(), "application/json");
        }

        public Request body(Buffer content, String contentType) {
            body = content;
            return header("Content-Type", contentType);
        }

        /** Fails when the response is not in the contract, with an {@link AssertionError}. */
        public Future<Response> send() {
            Future<HttpResponse<Buffer>> sent = body == null ? request.send() : request.sendBuffer(body);
            return sent.compose(response -> check(
                    method, path, new Response(response.statusCode(), response.headers(), response.bodyAsBuffer())));
        }

        /** Sends and blocks until the answer is there; not for event loops. */
        public Response await() {
            return Await.of(send());
        }
    }

    /** What came back. */
    public record Response(
            int status, MultiMap headers, @Nullable Buffer body) {

        /** The body, which must be there. */
        public JsonObject json() {
            return Objects.requireNonNull(body, "no body").toJsonObject();
        }

        /** The {@code code} of a problem. */
        public String code() {
            return json().getString("code");
        }

        /** The body, if the status is the one expected. */
        public JsonObject expect(int expected) {
            assertTrue(status == expected, () -> "expected " + expected + ", got " + status + ": " + body);
            return json();
        }

        /** The problem, if status and code are those expected. */
        public JsonObject expect(int expected, String code) {
            JsonObject problem = expect(expected);
            assertTrue(code.equals(problem.getString("code")), () -> "expected " + code + ", got " + problem);
            return problem;
        }

        /** Of a request that was refused as invalid, the first fault: where it is, and what. */
        public String fault() {
            JsonObject first = expect(400, "validation").getJsonArray("errors").getJsonObject(0);
            return first.getString("pointer") + " " + first.getString("code");
        }
    }

    private Future<Response> check(HttpMethod method, String path, Response response) {
        Operation operation = contract.model().findOperation(BASE + path, method);
        if (operation == null) {
            return Future.failedFuture(new AssertionError(method + " " + path + " is not in the contract"));
        }
        if (operation.getResponse(response.status()) == null) {
            return Future.failedFuture(new AssertionError(operation.getOperationId() + " answered an undocumented "
                    + response.status() + ": " + response.body()));
        }
        if (response.body() != null
                && operation.getResponse(response.status()).getContent().isEmpty()) {
            return Future.failedFuture(
                    new AssertionError(operation.getOperationId() + " answered an undocumented body"));
        }
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        // The validator reads header values as JSON where they can be read so; a quoted string is always read as it is.
        operation.getResponse(response.status()).getHeaders().stream()
                .filter(header -> header.getSchemaType() == SchemaType.STRING)
                .forEach(header -> headers.computeIfPresent(
                        header.getName().toLowerCase(Locale.ROOT), (name, value) -> Json.encode(value)));
        String type = response.headers().get("Content-Type");
        String known = "application/problem+json".equals(type) ? Contract.PROBLEM_JSON : type;
        if ("application/pdf".equals(type)
                && operation.getResponse(response.status()).getContent().containsKey(Contract.PDF)) {
            return Future.succeededFuture(response); // the validator can read nothing but JSON
        }
        return validator
                .validate(
                        ValidatableResponse.create(response.status(), headers, response.body(), known),
                        operation.getOperationId())
                .map(response)
                .recover(undocumented -> Future.failedFuture(new AssertionError(
                        operation.getOperationId() + " answered " + response.status() + " " + type
                                + " against the contract: " + undocumented.getMessage() + ": " + response.body(),
                        undocumented)));
    }
}
