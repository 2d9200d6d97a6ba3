package org.creneau.seat;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of full slots in which a seat became free, from all nodes. The connection is held; when it breaks, news may have
 * been missed and the server may be another one, so everybody is told and it is made anew.
 */
public final class FreedSeats {

    /** Who wants to know; called on any thread. */
    public interface Listener {

        /** @param version of the slot's seats; what was learned at an older one no longer holds */
        void freed(UUID slotId, long version);

        /** Anything may have happened. */
        void missed();
    }

    static final String CHANNEL = "creneau:freed";

    private static final Logger log = LoggerFactory.getLogger(FreedSeats.class);
    private static final long FIRST_BACK_OFF_MILLIS = 50;
    private static final long LONGEST_BACK_OFF_MILLIS = 2000;

    private final Vertx vertx;
    private final Redis redis;
    private final Incarnation incarnation;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable RedisConnection connection;

    FreedSeats(Vertx vertx, Redis redis, Incarnation incarnation) {
        this.vertx = vertx;
        this.redis = redis;
        this.incarnation = incarnation;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    void start() {
        connect(FIRST_BACK_OFF_MILLIS);
    }

    void stop() {
        stopped = true;
        RedisConnection held = connection;
        if (held != null) {
            held.close();
        }
    }

    private void connect(long backOffMillis) {
        if (stopped) {
            return;
        }
        redis.connect()
                .compose(made -> {
                    made.handler(this::message);
                    made.exceptionHandler(failure -> log.debug("subscription to Redis", failure));
                    made.endHandler(ended -> broken(made));
                    return made.send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL))
                            .onFailure(failure -> made.close())
                            .map(made);
                })
                .onSuccess(made -> {
                    connection = made;
                    listeners.forEach(Listener::missed); // between two subscriptions nobody listened
                    incarnation.look();
                })
                .onFailure(failure -> vertx.setTimer(
                        backOffMillis, timer -> connect(Math.min(2 * backOffMillis, LONGEST_BACK_OFF_MILLIS))));
    }

    private void broken(RedisConnection ended) {
        if (connection != ended) {
            return; // failed while subscribing: connect() tries again
        }
        connection = null;
        if (!stopped) {
            log.warn("the connection to Redis broke; making it anew");
            incarnation.doubt();
            incarnation.look();
            listeners.forEach(Listener::missed);
            connect(FIRST_BACK_OFF_MILLIS);
        }
    }

    private void message(@Nullable Response response) {
        if (response == null
                || response.size() != 3
                || !response.get(0).toString().equals("message")) {
            return; // the confirmation of the subscription
        }
        String[] parts = response.get(2).toString().split(" ", -1);
        UUID slotId = UUID.fromString(parts[0]);
        tell(slotId, Long.parseLong(parts[1]));
    }

    /** What this node did itself it need not hear from Redis: whoever is answered afterwards finds the seat free. */
    void tell(UUID slotId, long version) {
        listeners.forEach(listener -> listener.freed(slotId, version));
    }
}
