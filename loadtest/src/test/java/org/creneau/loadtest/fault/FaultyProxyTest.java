package org.creneau.loadtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.creneau.loadtest.fault.FaultyProxy.Cut;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that says everything back, and a proxy in front of it. */
@Timeout(60)
class FaultyProxyTest {

    private static final int LONG_MILLIS = 20_000;
    private static final int SHORT_MILLIS = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private FaultyProxy proxy = FaultyProxy.start(vertx, 1, Cue::none);

    @BeforeEach
    void start() {
        NetServer echo = vertx.createNetServer(
                new NetServerOptions().setHost("127.0.0.1").setPort(0));
        echo.connectHandler(socket -> socket.handler(data -> {
            arrived.add(data.toString());
            socket.write(data);
        }));
        Blocking.await(echo.listen());
        proxy = FaultyProxy.start(vertx, echo.actualPort(), () -> FaultyProxyTest::isStrike);
    }

    private static boolean isStrike(Buffer sent) {
        return sent.toString().startsWith("strike");
    }

    @AfterEach
    void stop() {
        Blocking.await(vertx.close());
    }

    @Test
    void letsThrough() throws IOException {
        try (Socket socket = connect()) {
            assertEquals("hello", say(socket, "hello"));
            assertEquals("strike", say(socket, "strike"), "nothing was ordered");
        }
    }

    @Test
    void refuses() throws IOException {
        try (Socket before = connect()) {
            say(before, "hello");
            proxy.refuse();
            assertTrue(over(before));
            try (Socket during = connect()) {
                assertTrue(over(during));
            }
            proxy.heal();
            try (Socket after = connect()) {
                assertEquals("again", say(after, "again"));
            }
        }
    }

    @Test
    void whatWasHeldArrivesLater() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            proxy.hold();
            send(socket, "later");
            socket.setSoTimeout(SHORT_MILLIS);
            assertEquals("nothing", read(socket));
            proxy.heal();
            socket.setSoTimeout(LONG_MILLIS);
            assertEquals("later", read(socket));
        }
    }

    /** As TCP does it: the end of a connection does not overtake what was sent before. */
    @Test
    void whatWasHeldArrivesAlsoWhenTheClientIsGone() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            proxy.hold();
            send(socket, "last words");
        }
        proxy.heal();
        Blocking.require(20, "the last words arrive", () -> arrived.contains("last words"));
    }

    @Test
    void whatWasHeldIsLostWhenDropped() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            proxy.hold();
            send(socket, "lost");
            proxy.drop();
            proxy.heal();
            assertTrue(over(socket));
        }
        try (Socket next = connect()) {
            assertEquals("next", say(next, "next"));
        }
        assertFalse(arrived.contains("lost"));
    }

    @Test
    void cutsBeforeTheAnswerOfAStruckRequestOnly() throws IOException {
        proxy.cutNext(1, Cut.BEFORE_ANSWER);
        try (Socket socket = connect()) {
            assertEquals("hello", say(socket, "hello"));
            send(socket, "strike 1");
            assertTrue(over(socket));
        }
        assertTrue(arrived.contains("strike 1"));
        assertEquals(1, proxy.cutsDone());
        try (Socket socket = connect()) {
            assertEquals("strike 2", say(socket, "strike 2"), "one cut was ordered");
        }
    }

    @Test
    void cutsAfterTheRequest() throws IOException {
        proxy.cutNext(1, Cut.AFTER_REQUEST);
        try (Socket socket = connect()) {
            send(socket, "strike");
            assertTrue(over(socket));
        }
        Blocking.require(20, "the request arrives all the same", () -> arrived.contains("strike"));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(LONG_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String say(Socket socket, String text) throws IOException {
        send(socket, text);
        return read(socket);
    }

    private static String read(Socket socket) throws IOException {
        byte[] some = new byte[100];
        try {
            int length = socket.getInputStream().read(some);
            return length < 0 ? "over" : new String(some, 0, length, StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException nothing) {
            return "nothing";
        } catch (SocketException reset) {
            return "over";
        }
    }

    private static boolean over(Socket socket) throws IOException {
        return read(socket).equals("over");
    }
}
