package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.creneau.core.Page;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Those who ask for much and do not read it: what waits for them is little, and it is all there when they do. */
class SlowReaderIT {

    /** The longest answer that there is. */
    private static final String LONG = "GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";

    /** Many of these fit into what may be written ahead. */
    private static final String SHORT = "GET /api/v1/slots HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final String PING = "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static final int READERS = 100;
    private static final int QUESTIONS = 60;

    private static FakeFeatures features;
    private static String contract;

    @BeforeAll
    static void start() throws IOException {
        features = FakeFeatures.start();
        try (InputStream file = SlowReaderIT.class.getResourceAsStream("/openapi.yaml")) {
            contract = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        features.close();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("localhost", features.port()));
        return socket;
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] sip = new byte[1000];
        for (int n = socket.getInputStream().read(sip);
                n >= 0;
                n = socket.getInputStream().read(sip)) {
            all.write(sip, 0, n);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** On both event loops, so that everything that was to be done there before is done. */
    private static void pingEverywhere() throws IOException {
        for (int i = 0; i < 4; i++) {
            try (Socket socket = connect()) {
                say(socket, LAST);
                assertTrue(readAll(socket).startsWith("HTTP/1.1 200"));
            }
        }
    }

    private static long answers(String operation) {
        Timer timer = features.meters
                .find("creneau.http.requests")
                .tags("operation", operation, "status", "200")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private static double connections() {
        return features.meters.get("creneau.http.connections").gauge().value();
    }

    /** Of all that Netty allocates outside the heap in this process. */
    private static long outsideTheHeap() {
        return ((ByteBufAllocatorMetricProvider) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void aLongAnswerIsWrittenAsItIsRead() throws IOException {
        assertBounded(LONG, "none", 5);
    }

    @Test
    void whoDoesNotReadIsNotServedFurther() throws IOException {
        SlotView slot = new SlotView(FakeFeatures.SLOT_ITSELF, 7, SlotStatus.OPEN);
        features.search.answers(new Slots.SearchResult.Found(new Page<>(Collections.nCopies(8, slot), null)));
        assertBounded(SHORT, "listSlots", 30);
    }

    /** @param atMost answers to each reader that the node has taken the trouble to write */
    private static void assertBounded(String question, String operation, int atMost) throws IOException {
        pingEverywhere();
        long answersBefore = answers(operation);
        long bytesBefore = outsideTheHeap();
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                Socket reader = connect();
                readers.add(reader);
                say(reader, question.repeat(QUESTIONS));
            }
            Until.holds(() -> answers(operation) - answersBefore >= READERS);
            pingEverywhere();
            long answers = answers(operation) - answersBefore;
            assertTrue(
                    answers <= (long) atMost * READERS, () -> answers + " answers to " + READERS + " who do not read");
            long bytes = outsideTheHeap() - bytesBefore;
            assertTrue(bytes <= READERS * 40_000L, () -> bytes + " bytes for " + READERS + " who do not read");
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        Until.holds(() -> connections() == 0);
    }

    @Test
    void whoReadsLateHearsEverythingInItsOrder() throws IOException {
        String body = "{\"userCode\":\"BrAnDfOrD04\",\"password\":\"Bonjour2026\"}";
        String logIn =
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body;
        int rounds = 8;
        String all;
        try (Socket reader = connect()) {
            say(reader, (LONG + logIn + PING).repeat(rounds) + LAST);
            pingEverywhere();
            all = readAll(reader);
        }
        String[] answers = all.split("HTTP/1\\.1 200 OK\r\n", -1);
        assertEquals(3 * rounds + 2, answers.length, () -> all.substring(all.length() - 1000));
        for (int i = 0; i < rounds; i++) {
            String text = answers[3 * i + 1];
            assertEquals(contract, text.substring(text.indexOf("\r\n\r\n") + 4));
            assertTrue(answers[3 * i + 2].contains("\"accessToken\""), answers[3 * i + 2]);
            assertTrue(answers[3 * i + 3].contains("\"status\""), answers[3 * i + 3]);
        }
    }

    @Test
    void theHeadOfALongAnswerComesAlone() throws IOException {
        String answers;
        try (Socket reader = connect()) {
            say(reader, LONG.replace("GET", "HEAD") + LAST);
            answers = readAll(reader);
        }
        assertEquals(3, answers.split("HTTP/1\\.1 200 OK\r\n", -1).length, answers);
        assertTrue(answers.length() < 2000, answers);
    }
}
