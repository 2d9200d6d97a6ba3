package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import org.creneau.booking.Bookings.BookResult;

/** Counts the seats left in Redis, and trusts the count: a seat that a node took and did not live to use is gone for good. */
final class BareCounter implements SeatTaking {

    private final Redis redis;
    private final SqlClient client;

    BareCounter(Redis redis, SqlClient client) {
        this.redis = redis;
        this.client = client;
    }

    /** Where the seats left of a slot are counted. */
    static String key(UUID slotId) {
        return SabotagedNode.COUNTER + slotId;
    }

    @Override
    public Future<Attempt> take(Wish wish) {
        String key = key(wish.slot().id());
        return redis.send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(wish.slot().capacity())
                        .arg("NX"))
                .compose(there -> count(Command.DECR, key))
                .compose(left -> left.toLong() < 0
                        ? count(Command.INCR, key).map(back -> new Attempt.Refused(new BookResult.SlotFull()))
                        : ReadThenInsert.book(client, wish)
                                .compose(
                                        outcome -> outcome instanceof Attempt.Made
                                                ? Future.succeededFuture(outcome)
                                                : count(Command.INCR, key).map(back -> outcome),
                                        failure -> count(Command.INCR, key)
                                                .compose(back -> Future.failedFuture(failure))));
    }

    private Future<Response> count(Command command, String key) {
        return redis.send(Request.cmd(command).arg(key));
    }
}
