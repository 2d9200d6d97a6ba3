package org.creneau.seat;

import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.creneau.core.Gate;
import org.creneau.core.Overloaded;
import org.creneau.core.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Commands with a time limit; whatever goes wrong becomes {@link Unavailable}, for Redis is never the last word. Answers
 * come on the event loop that asked. While Redis is away (see {@link Reach}) commands fail at once.
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

    /** Beginnings of what a server says that is there and cannot serve, and of what the client says about a lost one. */
    private static final List<String> NOT_SERVING = List.of(
            "CONNECTION_CLOSED",
            "LOADING",
            "BUSY",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "NOREPLICAS",
            "MISCONF",
            "OOM");

    /** Before 7 a server says what a command in a script was refused for behind where that was. */
    private static final Pattern IN_SCRIPT = Pattern.compile("^ERR Error running script.*?: -(?=[A-Z]+ )");

    private final Redis redis;
    private final long timeoutMillis;
    private final @Nullable Gate gate;
    private final Reach reach = new Reach();
    private volatile Runnable look = () -> {};

    RedisCalls(Redis redis, boolean cluster, long timeoutMillis) {
        this.redis = redis;
        this.timeoutMillis = timeoutMillis;
        this.gate = cluster ? new Gate("Redis", CLUSTER_COMMANDS, CLUSTER_WAITING) : null;
    }

    Reach reach() {
        return reach;
    }

    /** @param look finds out whether Redis is within reach, and tells {@link Reach} */
    void onDoubt(Runnable look) {
        this.look = look;
    }

    Future<Response> eval(Script script, String key, List<String> arguments) {
        return reach.away() ? away() : evalAnyway(script, key, arguments);
    }

    Future<Response> send(Request request) {
        return reach.away() ? away() : sendAnyway(request);
    }

    /** For finding out whether Redis is back. */
    Future<Response> evalAnyway(Script script, String key, List<String> arguments) {
        return limited(pass(request(Command.EVALSHA, script.digest(), key, arguments))
                .recover(failure -> noScript(failure)
                        ? pass(request(Command.EVAL, script.source(), key, arguments))
                        : Future.failedFuture(failure)));
    }

    /** For finding out whether Redis is back. */
    Future<Response> sendAnyway(Request request) {
        return limited(pass(request));
    }

    /** Whoever is refused asks for a look, so that Redis is found again even where nobody watches. */
    <T> Future<T> away() {
        if (reach.timeToLook()) {
            look.run();
        }
        return Future.failedFuture(new Unavailable("Redis, which is away", null));
    }

    private Future<Response> pass(Request request) {
        return gate == null ? redis.send(request) : gate.pass(() -> redis.send(request));
    }

    private Future<Response> limited(Future<Response> response) {
        return Caller.bound(
                response.timeout(timeoutMillis, TimeUnit.MILLISECONDS).recover(failure -> {
                    notice(failure);
                    return Future.failedFuture(new Unavailable("Redis", failure));
                }));
    }

    private void notice(Throwable failure) {
        if (failure instanceof TimeoutException) {
            reach.lost(timeoutMillis, failure);
        } else if (lost(failure) && reach.timeToLook()) {
            look.run();
        }
    }

    void lookFailed(Throwable failure) {
        Throwable cause = failure instanceof Unavailable && failure.getCause() != null ? failure.getCause() : failure;
        if (lost(cause)) {
            reach.lost(0, cause);
        }
    }

    /** Whether a failure is about the server or the way there, rather than about a command or a full queue. */
    static boolean lost(Throwable failure) {
        if (failure instanceof Overloaded || failure instanceof ConnectionPoolTooBusyException) {
            return false;
        }
        return !(failure instanceof Response) || notServing(failure.getMessage());
    }

    private static boolean notServing(@Nullable String said) {
        return said != null
                && NOT_SERVING.stream().anyMatch(IN_SCRIPT.matcher(said).replaceFirst("")::startsWith);
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
