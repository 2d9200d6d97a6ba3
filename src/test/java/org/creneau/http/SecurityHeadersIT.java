package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.config.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every kind of answer says to browsers, and what none of them says. Seen byte by byte. */
class SecurityHeadersIT {

    private static final String OWN = "Authorization: Bearer " + FakeFeatures.TOKEN + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private static FakeFeatures features;

    @BeforeAll
    static void start() {
        features = FakeFeatures.start();
    }

    @AfterAll
    static void stop() {
        features.close();
    }

    private record Case(int status, String requestLine, String headers, String body) {

        String request() {
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            return requestLine + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + length + "\r\n" + body;
        }
    }

    private static final String BOOKING = "{\"slotId\":\"" + FakeFeatures.SLOT + "\"}";

    private static final List<Case> CASES = List.of(
            new Case(200, "GET /api/v1/ping", "", ""),
            new Case(200, "GET /api/v1/slots", "", ""),
            new Case(200, "GET /api/v1/slots", "Origin: https://rv.example.org\r\n", ""),
            new Case(200, "GET /api/v1/me", OWN, ""),
            new Case(200, "GET /.well-known/jwks.json", "", ""),
            new Case(200, "GET /api/v1/openapi.yaml", "", ""),
            new Case(201, "POST /api/v1/bookings", OWN + JSON, BOOKING),
            new Case(204, "POST /api/v1/auth/logout", OWN, ""),
            new Case(
                    204,
                    "OPTIONS /api/v1/bookings",
                    "Origin: https://rv.example.org\r\nAccess-Control-Request-Method: POST\r\n",
                    ""),
            new Case(304, "GET /api/v1/slots", "If-None-Match: *\r\n", ""),
            new Case(400, "GET /api/v1/slots?limit=x", "", ""),
            new Case(400, "GET /api/v1/slots?limit=%zz", "", ""),
            new Case(400, "GET /api/v1/ping", "bad header\u0000: 1\r\n", ""),
            new Case(400, "GET /api/v1/ping", "Transfer-Encoding: identity\r\n", ""),
            new Case(400, "POST /api/v1/bookings", OWN + JSON + "Expect: the-impossible\r\n", BOOKING),
            new Case(401, "GET /api/v1/me", "", ""),
            new Case(401, "GET /api/v1/me", "Authorization: Bearer x\r\n", ""),
            new Case(403, "GET /api/v1/me", "Authorization: Bearer " + FakeFeatures.TEMPORARY_TOKEN + "\r\n", ""),
            new Case(404, "GET /", "", ""),
            new Case(404, "GET /api/v1/slots/x", "", ""),
            new Case(405, "DELETE /api/v1/slots", "", ""),
            new Case(405, "TRACE /api/v1/slots", "", ""),
            new Case(413, "POST /api/v1/bookings", OWN + JSON, " ".repeat(70_000)),
            new Case(414, "GET /" + "x".repeat(5000), "", ""),
            new Case(415, "POST /api/v1/bookings", OWN + "Content-Type: text/plain\r\n", BOOKING),
            new Case(431, "GET /api/v1/ping", "X: " + "x".repeat(20_000) + "\r\n", ""),
            new Case(500, "GET /api/v1/me", "Authorization: Bearer breaks\r\n", ""),
            new Case(503, "GET /api/v1/me", "Authorization: Bearer keys-out-of-reach\r\n", ""));

    @TestFactory
    Stream<DynamicTest> everyKindOfAnswer() {
        return CASES.stream()
                .map(one -> dynamicTest(
                        one.status() + " "
                                + one.requestLine()
                                        .substring(
                                                0,
                                                Math.min(40, one.requestLine().length())),
                        () -> assertProtected(one.status(), send(features.port(), one.request()))));
    }

    @Test
    void conflictsAndLimits() throws IOException {
        try (FakeFeatures limited = new FakeFeatures(UnaryOperator.identity(), Settings.Switch.ON)) {
            limited.book.answers(new BookResult.SlotFull());
            String request = new Case(409, "POST /api/v1/bookings", OWN + JSON, BOOKING).request();
            assertProtected(409, send(limited.port(), request));
            String answer = "";
            for (int i = 0; i < 2 * FakeFeatures.LIMITS.requestsPerAccount() && !answer.contains(" 429 "); i++) {
                answer = send(limited.port(), request);
            }
            assertProtected(429, answer);
        }
    }

    private static void assertProtected(int status, String answer) {
        String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2).toLowerCase(Locale.ROOT);
        assertEquals(String.valueOf(status), head.substring(9, 12), answer);
        for (String header : List.of(
                "x-content-type-options: nosniff",
                "content-security-policy: default-src 'none'; frame-ancestors 'none'",
                "referrer-policy: no-referrer")) {
            assertTrue(head.contains("\r\n" + header + "\r\n"), () -> header + " is not in " + head);
        }
        assertTrue(head.contains("\r\ncache-control: ") || head.contains("access-control-allow-methods"), head);
        if (status >= 400) {
            assertTrue(head.contains("\r\ncache-control: no-store\r\n"), head);
        }
        assertFalse(head.contains("\r\nserver:") || head.contains("powered-by") || head.contains("vert.x"), head);
    }

    /** Line ends in what is sent never come back as line ends in a head. */
    @TestFactory
    Stream<DynamicTest> nothingThatIsSentBecomesAHeader() {
        String evil = "%0d%0aX-Evil:%201";
        return Stream.of(
                        new Case(0, "GET /api/v1/slots/" + evil, "", ""),
                        new Case(0, "GET /api/v1/slots?cursor=" + evil, "", ""),
                        new Case(0, "GET /api/v1/slots?" + evil + "=1", "", ""),
                        new Case(0, "GET /" + evil, "", ""),
                        new Case(0, "GET /api/v1/bookings/" + evil, OWN, ""),
                        new Case(0, "GET /api/v1/slots", "Accept-Language: en\rX-Evil: 1\r\n", ""),
                        new Case(0, "GET /api/v1/slots", "If-None-Match: \"a\"\n X-Evil: 1\r\n", ""),
                        new Case(0, "GET /api/v1/slots", "Origin: https://rv.example.org\rX-Evil: 1\r\n", ""),
                        new Case(0, "POST /api/v1/bookings", OWN + JSON + "Idempotency-Key: " + evil + "\r\n", BOOKING),
                        new Case(0, "POST /api/v1/bookings", OWN + JSON, "{\"slotId\":\"\\r\\nX-Evil: 1\"}"),
                        new Case(0, "POST /api/v1/bookings", OWN + JSON, "{\"\\r\\nX-Evil: 1\":1}"))
                .map(one -> dynamicTest(one.requestLine() + " " + one.headers().strip(), () -> {
                    String answer = send(features.port(), one.request());
                    assertTrue(answer.startsWith("HTTP/1.1 "), answer);
                    String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
                    assertFalse(
                            head.lines()
                                    .anyMatch(line -> line.toLowerCase(Locale.ROOT)
                                            .strip()
                                            .startsWith("x-evil")),
                            head);
                }));
    }

    private static String send(int port, String request) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[8192];
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            assertFalse(answer.isEmpty(), reset::toString);
        }
        return answer.toString();
    }
}
