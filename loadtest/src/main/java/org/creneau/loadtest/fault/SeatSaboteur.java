package org.creneau.loadtest.fault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Redis;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.SeatLedger.Held;
import org.creneau.seat.SeatSheet;
import org.creneau.seat.Seats;

/** Makes Redis hand seats out twice: it sets seats of recorded bookings free, by the product's own means. */
final class SeatSaboteur {

    private static final long COMMAND_MILLIS = 1000;
    private static final long LASTS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private SeatSaboteur() {}

    /** For two seconds, all recorded seats of the rush again and again: nodes mend what they notice. */
    static void strike(Ground ground) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Redis redis =
                Redis.createClient(vertx, "redis://127.0.0.1:" + ground.redis().port());
        Seats seats = Seats.create(vertx, redis, false, COMMAND_MILLIS);
        try {
            long end = System.nanoTime() + LASTS_NANOS;
            while (System.nanoTime() < end) {
                for (UUID slot : ground.slots()) {
                    Blocking.await(free(seats.ledger(), slot));
                }
            }
        } finally {
            redis.close();
            Blocking.await(vertx.close());
        }
    }

    private static Future<Void> free(SeatLedger ledger, UUID slot) {
        return ledger.read(slot).compose(sheet -> {
            List<Held> recorded = sheet.map(SeatSheet::seats).orElse(Map.of()).entrySet().stream()
                    .filter(seat -> !seat.getValue().lease())
                    .map(seat -> new Held(seat.getKey(), seat.getValue().bookingId()))
                    .toList();
            return recorded.isEmpty() ? Future.succeededFuture() : ledger.release(slot, recorded, true);
        });
    }
}
