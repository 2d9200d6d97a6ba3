package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.seat.Occupant;

/** Who has and had seats of a slot, as PostgreSQL has it, for loading the slot into Redis. */
final class SlotOccupants {

    /**
     * The slot at a moment.
     *
     * @param epoch larger than that of every earlier load
     */
    record Snapshot(long epoch, int capacity, List<Occupant> occupants) {}

    private final SqlClient client;
    private final long timeoutMillis;

    SlotOccupants(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /** Whether any slot was ever loaded: if not, no seat can be on its way. */
    Future<Boolean> everLoaded() {
        return client.preparedQuery("select is_called from slot_epoch")
                .execute()
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Future<Snapshot> read(UUID slotId) {
        // Two halves, each answered by its own partial index.
        String sql = """
                select head.epoch, head.capacity, b.id, b.seat, b.client_id
                from (select nextval('slot_epoch') as epoch, capacity from slot where id = $1) head
                left join (
                    select id, seat, case when state = 'WITHDRAWN' then null else client_id end as client_id
                    from booking
                    where slot_id = $1 and state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                    union all
                    select id, null, client_id
                    from booking
                    where slot_id = $1 and state in ('CANCELLED', 'RESCHEDULED')
                      and client_id <> id -- else it was withdrawn once, and nobody's
                ) b on true""";
        return client.preparedQuery(sql)
                .execute(Tuple.of(slotId))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> {
                    long epoch = 0;
                    int capacity = 0;
                    List<Occupant> occupants = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        epoch = row.getLong(0);
                        capacity = row.getInteger(1);
                        if (row.getUUID(2) != null) {
                            occupants.add(new Occupant(row.getInteger(3), row.getUUID(2), row.getUUID(4)));
                        }
                    }
                    return new Snapshot(epoch, capacity, occupants);
                });
    }
}
