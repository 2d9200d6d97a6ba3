package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.creneau.config.Settings;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no well-behaved client sends, and the limits of the server. */
class RawHttpIT {

    private static FakeFeatures features;

    @BeforeAll
    static void start() {
        features = FakeFeatures.start();
    }

    @AfterAll
    static void stop() {
        features.close();
    }

    /** Sends bytes as they are and reads until the server closes the connection. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("localhost", features.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            // The server had closed while we were still sending; what it said before counts.
            assertFalse(text.isEmpty(), reset::toString);
        }
        return text.toString();
    }

    private static void assertProblem(String response, int status, String code) {
        assertEquals(String.valueOf(status), response.substring(9, 12), response); // after HTTP/1.x
        assertTrue(response.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"), response);
        assertEquals(code, new JsonObject(response.substring(response.indexOf("\r\n\r\n") + 4)).getString("code"));
        assertFalse(response.contains("Exception"), response);
        assertFalse(response.contains("netty"), response);
    }

    @Test
    void whatIsNotHttp() throws IOException {
        assertProblem(send("GET /api/v1/ping\r\n\r\n"), 400, "validation");
        assertProblem(send("GET /api/v1/ping a HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "validation");
        assertProblem(send("GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nbad header\u0000: 1\r\n\r\n"), 400, "validation");
        assertProblem(send("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414, "uri-too-long");
        assertProblem(
                send("GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"),
                431,
                "headers-too-large");
    }

    @Test
    void whatAProxyMayReadDifferently() throws IOException {
        String smuggled = "\r\n\r\nGET /api/v1/time HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String header : List.of(
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Host: y")) {
            String response = send("GET /api/v1/ping HTTP/1.1\r\nHost: x\r\n" + header + smuggled);
            assertProblem(response, 400, "validation");
            assertEquals(1, response.split("HTTP/1.1 ", -1).length - 1, response);
        }
    }

    @Test
    void aBodyWithTwoEnds() throws IOException {
        String smuggled = "\r\n\r\n0\r\n\r\nGET /api/v1/time HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String version : List.of("1.1", "1.0")) {
            for (String ends : List.of(
                    "Transfer-Encoding: chunked\r\nContent-Length: 5",
                    "Content-Length: 5\r\nTransfer-Encoding: chunked",
                    "Content-Length: 0\r\nTransfer-Encoding: Chunked")) {
                String response = send("POST /api/v1/auth/login HTTP/" + version
                        + "\r\nHost: x\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n"
                        + ends + smuggled);
                assertProblem(response, 400, "validation");
                assertEquals(1, response.split("HTTP/1\\.[01] ", -1).length - 1, response);
            }
        }
    }

    @Test
    void versionsThatNobodySpeaksHere() throws IOException {
        for (String version : List.of("HTTP/2.0", "HTTP/9.9", "HTTP/0.9", "http/1.1")) {
            String response = send("GET /api/v1/ping " + version + "\r\nHost: x\r\n\r\n");
            assertProblem(response, 505, "http-version-not-supported");
        }
        assertProblem(send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, "http-version-not-supported");
    }

    @Test
    void aBodyThatBreaksOffOrIsNotChunkedAsItSays() throws IOException {
        String head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        for (String size : List.of("zz", "-1", "0x2")) {
            assertProblem(send(head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n\r\n"), 400, "validation");
        }
        try (Socket socket = new Socket("localhost", features.port())) {
            socket.getOutputStream().write((head + "Content-Length: 50\r\n\r\n{").getBytes(StandardCharsets.UTF_8));
        }
        // The client's doing, not a defect of ours: nothing is counted, and so nothing logged, as one.
        Until.holds(() -> refusedLogIns("400") >= 4);
        assertEquals(0, refusedLogIns("500"));
    }

    private static long refusedLogIns(String status) {
        Timer timer = features.meters
                .find("creneau.http.requests")
                .tags("operation", "logIn", "status", status)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void twoLengthsForOneBody() throws IOException {
        String head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String smuggled = "GET /api/v1/time HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String lengths : List.of(
                "Content-Length: 2\r\nContent-Length: 44\r\n\r\n{}",
                "Content-Length: 2, 44\r\n\r\n{}",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 2x\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")) {
            String response = send(head + lengths + smuggled);
            assertProblem(response, 400, "validation");
            assertEquals(1, response.split("HTTP/1.1 ", -1).length - 1, () -> lengths + " -> " + response);
        }
    }

    @Test
    void whatIsNotQuiteJson() throws IOException {
        for (String body : List.of(
                "{\"userCode\":\"a\",\"userCode\":\"b\",\"password\":\"c\"}",
                "/**/{\"userCode\":\"a\",\"password\":\"c\"}",
                "{\"userCode\":\"a\",\"password\":\"c\"} {}",
                "\u00ef\u00bb\u00bf{\"userCode\":\"a\",\"password\":\"c\"}",
                "{\"userCode\":\"a\",\"password\":\"\u00c0\u00af\"}",
                "{\"userCode\":\"a\",\"password\":\"\\ud800\"}",
                "{\"userCode\":\"a\",\"password\":\"\\u0000\"}",
                "\u0000{\u0000}")) {
            assertProblem(
                    send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body),
                    400,
                    "validation");
        }
    }

    @Test
    void pathsAndQueriesThatCannotBeDecoded() throws IOException {
        for (String target : List.of("/api/v1/slots/%zz", "/api/v1/slots?type=%zz", "/%", "/api/v1/slots/%ff%fe")) {
            String response = send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            boolean notFound = response.startsWith("HTTP/1.1 404");
            assertProblem(response, notFound ? 404 : 400, notFound ? "not-found" : "validation");
        }
    }

    /** The router would put them right, and a proxy's rules for the right path would not have been asked. */
    @Test
    void pathsThatAreNotAsTheContractNamesThem() throws IOException {
        String closing = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (String path : List.of(
                "/api/v1/slots/",
                "/api/v1//slots",
                "//api/v1/slots",
                "/api//v1/ping",
                "/api/v1/../v1/ping",
                "/api/v1/./ping",
                "/api/v1/ping/.",
                "/api/v1/x/..",
                "/api/v1/%2e%2e/v1/ping",
                "/api/v1/%2E/ping",
                "/api/v1/%70ing",
                "/api%2Fv1/ping",
                "/api/v1\\ping",
                "/api/v1/x/..\\ping",
                "/.well-known/jwks.json/")) {
            assertProblem(send("GET " + path + closing), 404, "not-found");
        }
        for (String path : List.of("/api/v1/ping", "/api/v1/slots?type=", "/.well-known/jwks.json")) {
            String response = send("GET " + path + closing);
            assertFalse(response.startsWith("HTTP/1.1 404"), response);
        }
    }

    @Test
    void expectationsThatNobodyCanMeet() throws IOException {
        assertProblem(
                send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: the-impossible\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
                400,
                "validation");
    }

    @Test
    void aChunkedBodyIsMeasuredAsItComes() throws IOException {
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        assertProblem(
                send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk.repeat(3)
                        + "0\r\n\r\n"),
                413,
                "payload-too-large");
    }

    @Test
    void afterARefusedBodyTheConnectionCanBeUsedAgain() throws IOException {
        String big = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000);
        String response = send(big + "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 413"), response);
        assertTrue(response.contains("HTTP/1.1 200"), response);
    }

    private static final String FILE_HEAD =
            "POST /api/v1/staff/slots/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n";
    private static final String MANAGER = "Authorization: Bearer " + FakeFeatures.STAFF_TOKEN + "\r\n";

    /** What comes first, without the end of the connection. */
    private static String firstAnswer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (text.indexOf("}") < 0) {
            int n = socket.getInputStream().read(buffer);
            assertTrue(n > 0, text::toString);
            text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static Socket sending(String request) throws IOException {
        Socket socket = new Socket("localhost", features.port());
        socket.setSoTimeout(9_000); // less than the server's own patience
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void nothingOfAFileIsWaitedForBeforeTheTokenIsChecked() throws IOException {
        String client = "Authorization: Bearer " + FakeFeatures.TOKEN + "\r\n";
        for (String token : List.of("", "Authorization: Bearer nobody\r\n", client)) {
            try (Socket socket = sending(FILE_HEAD + token + "Content-Length: 4000000\r\n\r\ntype")) {
                boolean forbidden = token.equals(client);
                assertProblem(firstAnswer(socket), forbidden ? 403 : 401, forbidden ? "forbidden" : "unauthenticated");
            }
        }
        String refused = send(FILE_HEAD + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000)
                + "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
        assertTrue(refused.contains("HTTP/1.1 200"), refused);
    }

    @Test
    void soManyFilesAtOnceAndNoMore() throws IOException {
        List<Socket> slow = new ArrayList<>();
        String begun = FILE_HEAD + MANAGER + "Content-Length: 100000\r\n\r\ntype";
        try {
            for (int i = 0; i < FileIntake.AT_ONCE + FileIntake.MOST_WAITING; i++) {
                slow.add(sending(begun));
            }
            Until.holds(() -> isOneTooMany(begun));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        // Whoever leaves makes room.
        String whole =
                FILE_HEAD + MANAGER + "Connection: close\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000);
        Until.holds(() -> isServed(whole));
    }

    private static boolean isOneTooMany(String request) {
        try (Socket socket = sending(request)) {
            socket.setSoTimeout(500);
            assertProblem(firstAnswer(socket), 503, "overloaded");
            return true;
        } catch (SocketTimeoutException waits) {
            return false;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean isServed(String request) {
        try {
            return send(request).startsWith("HTTP/1.1 200");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void aByteNowAndThenDoesNotHoldAConnection() throws IOException {
        try (FakeFeatures impatient = new FakeFeatures(timeout(100, 5), Settings.Switch.OFF);
                Socket trickling = new Socket("localhost", impatient.port());
                Socket busy = new Socket("localhost", impatient.port())) {
            trickling.getOutputStream().write("GET /api/v1/ping HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            byte[] ping = "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            AtomicInteger pings = new AtomicInteger();
            // Each byte comes well within the idle time-out, so that alone would never end it.
            Until.holds(() -> {
                try {
                    trickling.getOutputStream().write('x');
                    busy.getOutputStream().write(ping);
                    pings.incrementAndGet();
                    return false;
                } catch (IOException closed) {
                    return true;
                }
            });
            // The other one was used all the time, and is still there.
            InputStream answers = busy.getInputStream();
            assertTrue(new String(answers.readNBytes(15), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200"));
            assertTrue(pings.get() > 1);
            busy.getOutputStream().write(ping);
        }
    }

    private static UnaryOperator<Settings.Http> timeout(long millis) {
        return timeout(millis, 75);
    }

    private static UnaryOperator<Settings.Http> timeout(long millis, int idleSeconds) {
        return usual -> new Settings.Http(
                usual.host(),
                usual.port(),
                usual.instances(),
                usual.maxBodyBytes(),
                millis,
                idleSeconds,
                usual.drainTimeoutMillis(),
                usual.corsOrigins(),
                usual.trustedProxies(),
                usual.publicUrl());
    }

    @Test
    void everyRequestHasATimeLimit() throws IOException {
        try (FakeFeatures impatient = new FakeFeatures(timeout(100), Settings.Switch.OFF);
                ContractClient client = ContractClient.create(impatient.vertx(), impatient.port())) {
            impatient.book.answersBy(command -> Future.future(never -> {}));
            Response response = client.post("/bookings")
                    .token(FakeFeatures.TOKEN)
                    .json(new JsonObject().put("slotId", FakeFeatures.SLOT.toString()))
                    .await();
            response.expect(503, "unavailable");
            // A body that does not come is the client's fault…
            try (Socket socket = new Socket("localhost", impatient.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
                assertProblem(readAll(socket.getInputStream()), 408, "request-timeout");
            }
            // … also one that was refused and does not end.
            try (Socket socket = new Socket("localhost", impatient.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n"
                                        + "Content-Type: text/plain\r\nContent-Length: 10\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
                assertProblem(readAll(socket.getInputStream()), 415, "unsupported-media-type");
            }
        }
    }
}
