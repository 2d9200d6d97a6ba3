package org.creneau.http;

import io.micrometer.core.instrument.Gauge;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.creneau.core.Gate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all instances of {@link HttpVerticle} on a node share. Deploy {@code front::newVerticle} as often as there are
 * event loops for HTTP; undeploying answers what is in flight and then closes.
 */
public final class HttpFront {

    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

    private final HttpServices services;
    private final Contract contract;
    private final Problems problems;
    private final LeftStreams streams;
    private final Gate files = new Gate("files", FileIntake.AT_ONCE, FileIntake.MOST_WAITING);
    private final ClientAddress addresses;
    private final AtomicInteger port = new AtomicInteger();
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final AtomicReference<@Nullable Channel> listening = new AtomicReference<>();
    private volatile boolean ending;

    private HttpFront(HttpServices services, Contract contract) {
        this.services = services;
        this.contract = contract;
        this.problems = new Problems(services.settings().contactCentre());
        this.streams = new LeftStreams(services.settings().search(), services.meters());
        this.addresses = new ClientAddress(services.settings().http().trustedProxies());
        Gauge.builder("creneau.http.requests.active", inFlight, LongAdder::sum)
                .description("Requests received and not answered yet")
                .register(services.meters());
        Gauge.builder("creneau.http.connections", connections, LongAdder::sum)
                .description("Open connections to the public server")
                .register(services.meters());
    }

    /** @param contract read by {@link Contract#load}, perhaps long before everything else is there */
    public static HttpFront of(Contract contract, HttpServices services) {
        return new HttpFront(services, contract);
    }

    public HttpVerticle newVerticle() {
        return new HttpVerticle(this);
    }

    /** The port that is served, once an instance is deployed; the free one that was found when 0 was configured. */
    public int port() {
        return port.get();
    }

    void listening(int on) {
        port.set(on);
    }

    LongAdder inFlight() {
        return inFlight;
    }

    void connected(HttpConnection connection, Runnable onClose) {
        connections.increment();
        connection.closeHandler(closed -> {
            connections.decrement();
            onClose.run();
        });
        Channel socket = RequestDecoder.channel(connection).parent();
        listening.set(socket);
        if (ending) {
            socket.close().addListener(closed -> log.debug("the socket was closed by the first who came"));
        }
    }

    /**
     * Takes no new connections; those that are open, or accepted and not at their event loop yet, are served as before.
     * Vert.x itself would first take the event loops away that new connections are given to, and close the socket after
     * the last: what is accepted in between is dropped unanswered. It keeps the socket to itself, so it is known from the
     * connections that came through it; when none has come yet, the first one ends it.
     *
     * @return when nobody can connect any more, on this context
     */
    Future<Void> stopListening(Context context) {
        ending = true;
        Channel socket = listening.get();
        if (socket == null) {
            return Future.succeededFuture();
        }
        Promise<Void> closed = Promise.promise();
        socket.close().addListener(done -> context.runOnContext(now -> closed.complete()));
        return closed.future();
    }

    HttpServices services() {
        return services;
    }

    Contract contract() {
        return contract;
    }

    Problems problems() {
        return problems;
    }

    LeftStreams streams() {
        return streams;
    }

    /** What files pass on their way in. */
    Gate files() {
        return files;
    }

    ClientAddress addresses() {
        return addresses;
    }
}
