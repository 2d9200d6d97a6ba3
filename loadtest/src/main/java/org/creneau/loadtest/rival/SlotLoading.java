package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.creneau.seat.Occupant;
import org.creneau.seat.Seats;

/** Makes slots known to Redis, each once at a time. */
final class SlotLoading {

    private final Seats seats;
    private final SqlClient client;
    private final Map<UUID, Future<Void>> loading = new ConcurrentHashMap<>();

    SlotLoading(Seats seats, SqlClient client) {
        this.seats = seats;
        this.client = client;
    }

    Future<Void> load(UUID slotId) {
        Promise<Void> mine = Promise.promise();
        Future<Void> running = loading.putIfAbsent(slotId, mine.future());
        if (running != null) {
            return running;
        }
        seats.incarnation()
                .refresh()
                .compose(name -> seats.ledger().epochUnlessLoaded(slotId))
                .compose(missing ->
                        missing.isPresent() ? install(slotId, missing.get()) : Future.<Void>succeededFuture())
                .onComplete(done -> {
                    loading.remove(slotId);
                    mine.handle(done);
                });
        return mine.future();
    }

    private Future<Void> install(UUID slotId, String seenEpoch) {
        String sql = """
                select head.epoch, head.capacity, b.id,
                    case when b.state in ('CANCELLED', 'RESCHEDULED') then null else b.seat end,
                    case when b.state = 'WITHDRAWN' then null else b.client_id end
                from (select nextval('slot_epoch') as epoch, capacity from slot where id = $1) head
                left join booking b on b.slot_id = $1""";
        return client.preparedQuery(sql).execute(Tuple.of(slotId)).compose(rows -> {
            List<Occupant> occupants = new ArrayList<>(rows.size());
            long epoch = 0;
            int capacity = 0;
            for (Row row : rows) {
                epoch = row.getLong(0);
                capacity = row.getInteger(1);
                if (row.getUUID(2) != null) {
                    occupants.add(new Occupant(row.getInteger(3), row.getUUID(2), row.getUUID(4)));
                }
            }
            return seats.ledger()
                    .install(slotId, seenEpoch, epoch, capacity, occupants)
                    .mapEmpty();
        });
    }
}
