package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.creneau.loadtest.client.Answer.Response;
import org.creneau.loadtest.client.Exchange;
import org.creneau.loadtest.client.HttpPool;
import org.creneau.loadtest.client.PoolLimits;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.client.Target;

/** Sends requests to the nodes from one event loop, counts the answers, and asks again as long as one is open. */
final class Caller {

    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long LONGEST_BACK_OFF_MILLIS = 5000;

    private record Line(HttpPool pool, RequestWriter writer) {}

    private final Vertx vertx;
    private final List<Line> lines = new ArrayList<>();
    private Tally tally = new Tally(System.nanoTime());
    private Buffer lastProblem = Buffer.buffer();
    private String lastCode = "";
    private boolean stopped;

    /** @param limits of the connections to each of the nodes */
    Caller(Vertx vertx, List<Target> nodes, PoolLimits limits) {
        this.vertx = vertx;
        nodes.forEach(node -> lines.add(new Line(new HttpPool(vertx, node, limits), new RequestWriter(node))));
    }

    int nodes() {
        return lines.size();
    }

    /** Where it is counted from now on. */
    void countIn(Tally tally) {
        this.tally = tally;
    }

    /** Opens connections ahead of need; succeeds with their number. */
    Future<Integer> open(int connectionsToEach) {
        return Future.join(lines.stream()
                        .map(line -> line.pool().open(connectionsToEach))
                        .toList())
                .map(done -> connections());
    }

    int connections() {
        return lines.stream().mapToInt(line -> line.pool().connections()).sum();
    }

    int inFlight() {
        return lines.stream().mapToInt(line -> line.pool().inFlight()).sum();
    }

    /** From now on nothing is repeated, and what is under way ends without an answer. */
    Future<Void> stop() {
        stopped = true;
        return Future.join(lines.stream().map(line -> line.pool().close()).toList())
                .mapEmpty();
    }

    boolean stopped() {
        return stopped;
    }

    /**
     * Sends one request.
     *
     * @param node which one, modulo their number
     */
    Future<Reply> call(int node, Function<RequestWriter, Buffer> request) {
        Line line = lines.get(node % lines.size());
        return line.pool().send(request.apply(line.writer())).map(this::understood);
    }

    /**
     * Sends the same request again and again while its outcome is open: after {@code Retry-After}, else after a pause that
     * grows, both drawn out at random so that a crowd does not come back as one. Without a response, another node is asked.
     *
     * @param retries at most; after that the last answer stands
     */
    Future<Reply> insist(int node, Function<RequestWriter, Buffer> request, int retries, SplittableRandom random) {
        return insist(node, request, retries, FIRST_BACK_OFF_MILLIS, random);
    }

    private Future<Reply> insist(
            int node,
            Function<RequestWriter, Buffer> request,
            int retries,
            long backOffMillis,
            SplittableRandom random) {
        return call(node, request).compose(reply -> {
            if (reply.definite() || retries == 0 || stopped) {
                return Future.succeededFuture(reply);
            }
            int next = reply.sense() == Reply.Sense.NO_RESPONSE ? node + 1 : node;
            return vertx.timer(pauseMillis(reply, backOffMillis, random))
                    .compose(over -> insist(
                            next, request, retries - 1, Math.min(2 * backOffMillis, LONGEST_BACK_OFF_MILLIS), random));
        });
    }

    private static long pauseMillis(Reply reply, long backOffMillis, SplittableRandom random) {
        long asked = reply.exchange().answer() instanceof Response response
                ? TimeUnit.SECONDS.toMillis(Math.max(0, response.retryAfterSeconds()))
                : 0;
        return (long) (Math.max(asked, backOffMillis) * (1 + random.nextDouble()));
    }

    private Reply understood(Exchange exchange) {
        Reply.Sense sense = Reply.sense(exchange);
        boolean problem = sense != Reply.Sense.DONE && exchange.answer() instanceof Response;
        Reply reply = new Reply(exchange, sense, problem ? code((Response) exchange.answer()) : "");
        tally.exchanged(exchange, reply.label());
        switch (sense) {
            case COME_BACK -> tally.comeBack(exchange);
            case NO_RESPONSE -> tally.failed(exchange);
            case UNEXPECTED -> tally.unexpected(exchange);
            case DONE, REFUSED -> {
                // counted by whoever knows what was asked
            }
        }
        return reply;
    }

    /** Most refusals of a release are the same, byte for byte, so most need no second reading. */
    private String code(Response response) {
        if (!response.body().equals(lastProblem)) {
            String code = Fields.text(response.body(), "code");
            lastCode = code == null ? "" : code;
            lastProblem = response.body();
        }
        return lastCode;
    }
}
