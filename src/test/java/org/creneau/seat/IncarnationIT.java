package org.creneau.seat;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import org.creneau.testkit.Await;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The name of the data set, asked for by several event loops at once. */
class IncarnationIT {

    private static final int LOOPS = 4;

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(
            vertx,
            new RedisOptions().setConnectionString(TestServers.newRedis()).setMaxPoolSize(8));
    private final Incarnation incarnation = new Incarnation(redis, false, new RedisCalls(redis, false, 5000), 5000);

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Test
    void aSharedQuestionIsAnsweredToEveryEventLoopOnItsOwn() {
        List<Context> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(((VertxInternal) vertx).createEventLoopContext());
        }
        // In rounds, so that in some of them one asks while another's question is on its way.
        for (int round = 0; round < 50; round++) {
            List<Future<Thread[]>> answers = loops.stream().map(this::askOn).toList();
            Await.of(Future.all(answers));
            for (Future<Thread[]> answer : answers) {
                assertSame(answer.result()[0], answer.result()[1], "asked and answered on");
            }
        }
    }

    @Test
    void whatAnOlderVersionLeftIsAnotherDataSet() {
        Await.of(incarnation.name());
        String key = Await.of(redis.send(Request.cmd(Command.KEYS).arg("creneau:incarnation*")))
                .get(0)
                .toString();
        String[] known = Await.of(redis.send(Request.cmd(Command.GET).arg(key)))
                .toString()
                .split(" ", -1);
        Await.of(redis.send(Request.cmd(Command.DEL).arg(key)));
        // The same server, as the version before named its data set.
        Await.of(redis.send(Request.cmd(Command.SET).arg("creneau:incarnation").arg(known[0] + " older " + known[2])));

        assertNotEquals("older", Await.of(incarnation.refresh()));
    }

    /** The threads on which the question was put and the answer came. */
    private Future<Thread[]> askOn(Context loop) {
        Promise<Thread[]> threads = Promise.promise();
        loop.runOnContext(now -> {
            Thread asking = Thread.currentThread();
            incarnation
                    .refresh()
                    .onSuccess(name -> threads.complete(new Thread[] {asking, Thread.currentThread()}))
                    .onFailure(threads::fail);
        });
        return threads.future();
    }
}
