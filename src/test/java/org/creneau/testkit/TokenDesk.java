package org.creneau.testkit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a node for access tokens as partners' systems do, and for anything else outside the contract. */
public final class TokenDesk {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public TokenDesk(int port) {
        base = "http://localhost:" + port;
    }

    /** What came back. */
    public record Answer(int status, HttpResponse<String> response) {

        public JsonObject json() {
            return new JsonObject(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The token; fails when there is none. */
        public String token() {
            if (status != 200) {
                throw new AssertionError(status + " " + response.body());
            }
            return json().getString("access_token");
        }

        /** Status and error, such as {@code 401 invalid_client}. */
        public String error() {
            return status + " " + json().getString("error");
        }
    }

    /** With the secret in HTTP Basic. */
    public Answer ask(String id, String secret) {
        return basic(id, secret, Map.of("grant_type", "client_credentials"));
    }

    public Answer basic(String id, String secret, Map<String, String> form) {
        return send(request("/oauth/token").header("Authorization", basic(id + ":" + secret)), encode(form));
    }

    public static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything in the form. */
    public Answer post(Map<String, String> form) {
        return send(request("/oauth/token"), encode(form));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    public Answer send(HttpRequest.Builder request, String body) {
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                        + '='
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
