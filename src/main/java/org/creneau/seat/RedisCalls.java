package org.creneau.seat;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.core.Gate;
import org.creneau.core.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Commands with a time limit; whatever goes wrong becomes {@link Unavailable}, for Redis is never the last word. Answers
 * come on the event loop that asked.
 */
final class RedisCalls {

    /**
     * Commands that may be under way at once in a cluster. The client takes a connection to every node for each of them,
     * and waits for one while it holds another: with more commands than connections they would wait for each other for
     * ever.
     */
    private static final int CLUSTER_COMMANDS = 12;

    /** Connections to each node of a cluster that this needs: more for news, topology, identity and health. */
    static final int CLUSTER_CONNECTIONS = CLUSTER_COMMANDS + 4;

    private static final int CLUSTER_WAITING = 2000;

    private final Redis redis;
    private final long timeoutMillis;
    private final @Nullable Gate gate;

    RedisCalls(Redis redis, boolean cluster, long timeoutMillis) {
        this.redis = redis;
        this.timeoutMillis = timeoutMillis;
        this.gate = cluster ? new Gate("Redis", CLUSTER_COMMANDS, CLUSTER_WAITING) : null;
    }

    Future<Response> eval(Script script, String key, List<String> arguments) {
        return limited(pass(request(Command.EVALSHA, script.digest(), key, arguments))
                .recover(failure -> noScript(failure)
                        ? pass(request(Command.EVAL, script.source(), key, arguments))
                        : Future.failedFuture(failure)));
    }

    Future<Response> send(Request request) {
        return limited(pass(request));
    }

    private Future<Response> pass(Request request) {
        return gate == null ? redis.send(request) : gate.pass(() -> redis.send(request));
    }

    private Future<Response> limited(Future<Response> response) {
        return Caller.bound(response.timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(new Unavailable("Redis", failure))));
    }

    private static Request request(Command command, String script, String key, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(key);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    private static boolean noScript(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("NOSCRIPT");
    }
}
