package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs for people, as talkative as they can be set: nobody outside can write lines of their own into them. */
class LogInjectionIT {

    private static final String FORGED = "23:59:59.999 ERROR forged";

    /** A line end and what may follow it, the start of a command to a terminal, and what turns letters around. */
    private static final List<String> PAYLOADS = List.of(
            "x\r\n" + FORGED,
            "x\n" + FORGED,
            "x\r" + FORGED,
            "x%0d%0a" + FORGED.replace(" ", "%20"),
            "x\\r\\n" + FORGED,
            "x\\u000d\\u000a" + FORGED,
            "\u001b[2J" + FORGED,
            "\\u001b[2J" + FORGED,
            "%1b[2J" + FORGED.replace(" ", "%20"),
            "\u202e" + FORGED,
            "\\u202e" + FORGED,
            "\u2028" + FORGED);

    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private Running node;

    @BeforeEach
    void start() {
        sandbox = new Sandbox(temporary)
                .with("CRENEAU_DATABASE_URL", TestServers.newDatabase())
                .with("CRENEAU_REDIS_URL", TestServers.newRedis())
                .with("CRENEAU_LOG_LEVEL", "trace");
        node = sandbox.serve();
    }

    @AfterEach
    void end() {
        sandbox.close();
    }

    @Test
    void everyPlaceWhereSomebodyMayWriteSomething() throws IOException {
        for (String payload : PAYLOADS) {
            String json = "{\"userCode\":\"" + payload + "\",\"password\":\"" + payload + "\",\"" + payload + "\":1}";
            for (String request : List.of(
                    "GET /api/v1/slots?cursor=" + payload + " HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /api/v1/slots?" + payload + "=1 HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /api/v1/" + payload + " HTTP/1.1\r\nHost: x\r\n\r\n",
                    payload + " /api/v1/ping HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /api/v1/ping " + payload + "\r\nHost: x\r\n\r\n",
                    head("Accept-Language: " + payload),
                    head("Authorization: Bearer " + payload),
                    head("X-Forwarded-For: " + payload),
                    head("Idempotency-Key: " + payload),
                    head("User-Agent: " + payload),
                    head(payload + ": 1"),
                    head("Transfer-Encoding: " + payload),
                    head("Content-Length: " + payload),
                    post(json),
                    post(payload))) {
                send(request);
            }
        }
        Ended ended = node.terminate();
        assertEquals(0, ended.exitCode());
        assertFalse(ended.errors().isEmpty(), "nothing was logged at all");
        for (String line : ended.errors()) {
            assertFalse(line.startsWith(FORGED.substring(0, 12)), line);
            assertFalse(line.chars().anyMatch(LogInjectionIT::steers), line);
        }
        assertTrue(ended.output().stream().noneMatch(line -> line.contains("forged")), ended.toString());
    }

    private static boolean steers(int c) {
        return (Character.isISOControl(c) && c != '\t') || Character.getType(c) == Character.FORMAT || c == 0x2028;
    }

    private static String head(String header) {
        return "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
    }

    private static String post(String body) {
        return "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** Sends it, and reads what comes until the server has nothing more to say or closes. */
    private void send(String request) throws IOException {
        try (Socket socket = new Socket("localhost", node.httpPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertFalse(reset.toString().isEmpty()); // closed while this was still being sent: as good an answer
        }
    }
}
