package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.Map;
import org.creneau.core.DatabaseClock;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.http.Times;

/** The service itself. */
final class ServiceRoutes {

    private record Pong(String status) {}

    private record Now(String now) {}

    private static final Future<Reply> PONG =
            Future.succeededFuture(Reply.json(200, new Pong("ok"), Caching.NO_STORE, null));

    private final DatabaseClock clock;

    ServiceRoutes(DatabaseClock clock) {
        this.clock = clock;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of("ping", call -> PONG, "getTime", this::time);
    }

    private Future<Reply> time(Call call) {
        return Future.succeededFuture(Reply.json(200, new Now(Times.precise(clock.now())), Caching.NO_STORE, null));
    }
}
