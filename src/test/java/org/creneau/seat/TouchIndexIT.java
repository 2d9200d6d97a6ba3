package org.creneau.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Unavailable;
import org.creneau.testkit.Await;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots noted before their seats change, also when Redis is away at that moment. */
class TouchIndexIT {

    private final Vertx vertx = Vertx.vertx();
    private final URI redisUrl = URI.create(TestServers.newRedis());
    private final int port = TestServers.freePort();
    private final Redis redis = Redis.createClient(
            vertx, new RedisOptions().setConnectionString("redis://localhost:" + port + redisUrl.getPath()));
    private final RedisCalls calls = new RedisCalls(redis, false, 5000);
    private final Incarnation incarnation = new Incarnation(redis, false, calls, 5000);
    private final TouchIndex touches = new TouchIndex(calls, incarnation);

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Test
    void whatCouldNotBeNotedWhileRedisWasAwayIsNotedWhenItIsBack() {
        UUID slot = UUID.randomUUID();
        assertThrows(Unavailable.class, () -> Await.of(touches.touch(slot)));

        redisWithinReach();

        Until.holds(() -> {
            var touched = touches.touched();
            Await.of(touched.otherwiseEmpty());
            return touched.succeeded() && touched.result().contains(slot);
        });
    }

    @Test
    void whatWasNotedInADataSetThatIsGoneIsNotedInTheNext() {
        redisWithinReach();
        UUID slot = UUID.randomUUID();
        Await.of(incarnation.refresh());
        Await.of(touches.touch(slot));
        assertEquals(Set.of(slot), Await.of(touches.touched()));

        Await.of(redis.send(Request.cmd(Command.FLUSHDB)));
        assertEquals(Set.of(), Await.of(touches.touched()));
        Await.of(incarnation.refresh());

        assertEquals(Set.of(slot), Await.of(touches.touched()));
    }

    private void redisWithinReach() {
        NetClient client = vertx.createNetClient();
        Await.of(vertx.createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(redisUrl.getPort(), redisUrl.getHost()).onSuccess(far -> join(near, far));
                })
                .listen(port, "localhost"));
    }

    private static void join(NetSocket near, NetSocket far) {
        near.pipeTo(far);
        far.pipeTo(near);
    }
}
