package org.creneau.loadtest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.creneau.loadtest.client.Answer.Failure;
import org.creneau.loadtest.client.Answer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that does what a test tells it, byte by byte. */
class HttpPoolTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connections = new AtomicInteger();
    private @Nullable HttpPool made;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void oneConnectionServesOneRequestAfterTheOther() throws Exception {
        start(socket -> socket.handler(request -> socket.write(OK)), limits(1, 100));
        assertEquals(List.of("200 ok", "200 ok", "200 ok"), send(3));
        assertEquals(1, connections.get());
    }

    @Test
    void oneRequestMayBeSentAgain() throws Exception {
        start(
                socket -> socket.handler(request ->
                        socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + request.length() + "\r\n\r\n" + request)),
                limits(1, 100));
        Buffer request = new RequestWriter(new Target("h", 1)).get("/p", null);
        String echoed = "200 GET /p HTTP/1.1\r\nHost: h:1\r\n\r\n";
        assertEquals(List.of(echoed, echoed), List.of(answer(request), answer(request)));
    }

    @Test
    void moreConnectionsAreOpenedUpToTheLimit() throws Exception {
        List<NetSocket> waiting = new ArrayList<>();
        start(
                socket -> socket.handler(request -> {
                    waiting.add(socket);
                    if (waiting.size() == 4) {
                        waiting.forEach(one -> one.write(OK));
                        waiting.clear();
                    }
                }),
                limits(4, 100));
        assertEquals(8, send(8).stream().filter("200 ok"::equals).count());
        assertEquals(4, connections.get());
    }

    @Test
    void whatDoesNotFitFailsAtOnce() throws Exception {
        start(socket -> socket.handler(request -> {}), new PoolLimits(2, 1, 300, 1000));
        assertEquals(
                List.of("NO_ROOM", "TIMEOUT", "TIMEOUT", "TIMEOUT"),
                send(4).stream().sorted().toList());
    }

    @Test
    void noAnswerInTimeIsAFailureAndTheConnectionIsNotUsedAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        start(
                socket -> socket.handler(request -> {
                    if (requests.incrementAndGet() > 1) {
                        socket.write(OK);
                    }
                }),
                new PoolLimits(1, 10, 2000, 1000));
        assertEquals(List.of("TIMEOUT"), send(1));
        assertEquals(List.of("200 ok"), send(1));
        assertEquals(2, connections.get());
    }

    @Test
    void aBrokenConnectionIsAFailureAndTheNextRequestGetsANewOne() throws Exception {
        start(
                socket -> socket.handler(request -> {
                    if (connections.get() == 1) {
                        socket.write("HTTP/1.1 200 OK\r\nContent-Le").onComplete(sent -> socket.close());
                    } else {
                        socket.write(OK);
                    }
                }),
                limits(1, 100));
        assertEquals(List.of("BROKEN"), send(1));
        assertEquals(List.of("200 ok"), send(1));
    }

    @Test
    void aConnectionThatTheServerEndsIsReplaced() throws Exception {
        start(
                socket -> socket.handler(
                        request -> socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")),
                limits(1, 100));
        assertEquals(List.of("200 ok", "200 ok", "200 ok"), send(3));
        assertEquals(3, connections.get());
    }

    @Test
    void garbageIsAFailure() throws Exception {
        start(socket -> socket.handler(request -> socket.write("what?\r\n")), limits(1, 100));
        assertEquals(List.of("MALFORMED"), send(1));
    }

    @Test
    void nobodyThereIsAFailureForEach() throws Exception {
        NetServer server =
                await(vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"));
        int port = server.actualPort();
        await(server.close());
        make(port, limits(2, 100));
        assertEquals(List.of("REFUSED", "REFUSED", "REFUSED"), send(3));
    }

    @Test
    void connectionsOpenedAheadAreUsed() throws Exception {
        start(socket -> socket.handler(request -> socket.write(OK)), limits(100, 100));
        assertEquals(100, await(on(() -> pool().open(100))));
        assertEquals(100, send(100).stream().filter("200 ok"::equals).count());
        assertEquals(100, connections.get());
    }

    @Test
    void closingAnswersEverybody() throws Exception {
        start(socket -> socket.handler(request -> {}), limits(1, 100));
        Future<List<String>> answers = on(() -> answers(2));
        await(on(() -> vertx.timer(50).compose(then -> pool().close())));
        assertEquals(List.of("BROKEN", "BROKEN"), await(answers));
    }

    private static PoolLimits limits(int connections, int waiting) {
        return new PoolLimits(connections, waiting, 20_000, 5000);
    }

    private interface Server {
        void connected(NetSocket socket);
    }

    private void start(Server behaviour, PoolLimits limits) throws Exception {
        NetServer server = await(vertx.createNetServer()
                .connectHandler(socket -> {
                    connections.incrementAndGet();
                    behaviour.connected(socket);
                })
                .listen(0, "127.0.0.1"));
        make(server.actualPort(), limits);
    }

    private void make(int port, PoolLimits limits) throws Exception {
        Promise<HttpPool> promise = Promise.promise();
        vertx.runOnContext(now -> promise.complete(new HttpPool(vertx, new Target("127.0.0.1", port), limits)));
        made = await(promise.future());
    }

    private HttpPool pool() {
        return Objects.requireNonNull(made);
    }

    private List<String> send(int count) throws Exception {
        return await(on(() -> answers(count)));
    }

    private String answer(Buffer request) throws Exception {
        return word(await(on(() -> pool().send(request))));
    }

    private Future<List<String>> answers(int count) {
        Buffer request = new RequestWriter(pool().target()).get("/", null);
        List<Future<Exchange>> sent =
                IntStream.range(0, count).mapToObj(i -> pool().send(request)).toList();
        return Future.join(sent)
                .map(done -> sent.stream().map(one -> word(one.result())).toList());
    }

    private static String word(Exchange exchange) {
        if (exchange.answer() instanceof Response response) {
            return response.status() + " " + response.body();
        }
        return ((Failure) exchange.answer()).kind().name();
    }

    private <T> Future<T> on(Callable<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        pool().context().runOnContext(now -> {
            try {
                action.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private static <T> T await(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
