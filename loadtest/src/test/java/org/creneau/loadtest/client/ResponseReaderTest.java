package org.creneau.loadtest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.creneau.loadtest.client.Answer.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String REFUSAL = """
            HTTP/1.1 503 Service Unavailable\r
            content-type: application/problem+json\r
            Retry-After: 2\r
            content-length: 5\r
            \r
            later""";

    private static final String CHUNKED = """
            HTTP/1.1 200 OK\r
            Transfer-Encoding: chunked\r
            \r
            5\r
            Hello\r
            a;extension=1\r
            , clients!\r
            0\r
            X-Trailer: of no interest\r
            \r
            """;

    private static final String EMPTY = "HTTP/1.1 204 No Content\r\nserver: x\r\n\r\n";

    private static final String INTERIM =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}";

    private final List<Response> responses = new ArrayList<>();
    private final ResponseReader reader = new ResponseReader(responses::add);

    @Test
    void severalResponsesSplitAnywhere() throws MalformedResponseException {
        String all = REFUSAL + CHUNKED + EMPTY + INTERIM + REFUSAL;
        for (int split = 0; split <= all.length(); split++) {
            responses.clear();
            reader.read(Buffer.buffer(all.substring(0, split)));
            reader.read(Buffer.buffer(all.substring(split)));
            assertEquals(
                    List.of("503 2 later", "200 -1 Hello, clients!", "204 -1 ", "201 -1 {}", "503 2 later"), read());
        }
    }

    @Test
    void oneByteAtATime() throws MalformedResponseException {
        String all = REFUSAL + CHUNKED + EMPTY + INTERIM;
        for (int i = 0; i < all.length(); i++) {
            reader.read(Buffer.buffer(all.substring(i, i + 1)));
        }
        assertEquals(List.of("503 2 later", "200 -1 Hello, clients!", "204 -1 ", "201 -1 {}"), read());
    }

    @Test
    void aBodyMuchLargerThanOnePiece() throws MalformedResponseException {
        String body = "x".repeat(1_000_000);
        String all = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        for (int from = 0; from < all.length(); from += 16_384) {
            reader.read(Buffer.buffer(all.substring(from, Math.min(all.length(), from + 16_384))));
        }
        assertEquals(List.of("200 -1 " + body), read());
    }

    @Test
    void aBodyUpToTheEndOfTheConnection() throws MalformedResponseException {
        reader.read(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\nall of "));
        reader.read(Buffer.buffer("this"));
        assertEquals(List.of(), read());
        reader.end();
        assertEquals(List.of("200 -1 all of this"), read());
        assertTrue(reader.last());
    }

    @Test
    void anEndBetweenResponsesIsNoResponse() throws MalformedResponseException {
        reader.read(Buffer.buffer(EMPTY));
        reader.end();
        assertEquals(1, responses.size());
    }

    @Test
    void whetherTheConnectionGoesOn() throws MalformedResponseException {
        reader.read(Buffer.buffer("HTTP/1.1 204 x\r\n\r\n"));
        assertFalse(reader.last());
        reader.read(Buffer.buffer("HTTP/1.1 204 x\r\nConnection: close\r\n\r\n"));
        assertTrue(reader.last());
        reader.read(Buffer.buffer("HTTP/1.0 204 x\r\n\r\n"));
        assertTrue(reader.last());
        reader.read(Buffer.buffer("HTTP/1.0 204 x\r\nconnection: Keep-Alive\r\n\r\n"));
        assertFalse(reader.last());
    }

    @Test
    void aDateToComeBackAtIsNoNumberOfSeconds() throws MalformedResponseException {
        reader.read(Buffer.buffer(
                "HTTP/1.1 503 x\r\nRetry-After: Fri, 07 Nov 2025 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(List.of("503 -1 "), read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2p1\r\n",
                "HTTP/1.1 OK\r\n",
                "HTTP/1.1 20x OK\r\n",
                "HTTP/1.1 999 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntoo long\r\n"
            })
    void whatIsNoResponseIsSaidToBeNone(String garbage) {
        assertThrows(MalformedResponseException.class, () -> reader.read(Buffer.buffer(garbage)));
        assertEquals(List.of(), read());
    }

    @Test
    void aHeadWithoutAnEnd() {
        Buffer header = Buffer.buffer("X-Again: " + "and again ".repeat(100) + "\r\n");
        assertThrows(MalformedResponseException.class, () -> {
            reader.read(Buffer.buffer("HTTP/1.1 200 OK\r\n"));
            for (int i = 0; i < 100; i++) {
                reader.read(header);
            }
        });
    }

    @Test
    void aBodyWithoutAnEnd() {
        Buffer piece = Buffer.buffer("x".repeat(1 << 20));
        assertThrows(MalformedResponseException.class, () -> {
            reader.read(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\n"));
            for (int i = 0; i < 100; i++) {
                reader.read(piece);
            }
        });
    }

    private List<String> read() {
        return responses.stream()
                .map(response -> response.status() + " " + response.retryAfterSeconds() + " " + response.body())
                .toList();
    }
}
