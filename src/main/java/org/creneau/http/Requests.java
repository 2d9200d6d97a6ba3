package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.creneau.core.Address;
import org.creneau.core.Ids;

/** How routes ask the features: within the time limit of requests, and only about ids that can be there. */
public final class Requests {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;

    /** @param timeoutMillis how long a feature may take before the answer counts as not known */
    Requests(Vertx vertx, long timeoutMillis, Problems problems) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
    }

    public <C, R> Future<Reply> send(Call call, Address<C, R> address, C command, Outcomes<R> outcomes) {
        return send(call, address, command, outcomes::reply);
    }

    public <C, R> Future<Reply> send(Call call, Address<C, R> address, C command, BiFunction<R, Call, Reply> outcome) {
        return ask(address, command).map(result -> outcome.apply(result, call));
    }

    /** For whoever makes more than a reply of the result. */
    public <C, R> Future<R> ask(Address<C, R> address, C command) {
        return address.request(vertx, command, timeoutMillis);
    }

    /** Goes on with the id in a part of the path. What cannot be one of ours is as one that nobody has. */
    public Future<Reply> withId(Call call, String pathName, Function<UUID, Future<Reply>> then) {
        Optional<UUID> id = Ids.parse(call.path(pathName));
        return id.isEmpty() ? notFound(call) : then.apply(id.get());
    }

    public Future<Reply> notFound(Call call) {
        return Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang()));
    }
}
