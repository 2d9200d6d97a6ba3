package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Whose turn it is to withdraw seats of a slot, on all nodes: two at it side by side would lease twice as many seats as are
 * to go, and people would be refused seats that stay.
 *
 * <p>Nothing is locked. A turn is a row with an end, and whoever does not get it comes back later. It only keeps leases
 * apart; that no seat too many is withdrawn is {@link WithdrawalChanges}' part.
 */
final class CapacityTurns {

    private final SqlClient client;
    private final long turnMillis;
    private final long timeoutMillis;

    /** @param turnMillis for as long as a seat that is taken under a turn may stay leased when its holder dies */
    CapacityTurns(SqlClient client, long turnMillis, long timeoutMillis) {
        this.client = client;
        this.turnMillis = turnMillis;
        this.timeoutMillis = timeoutMillis;
    }

    /** Takes the turn; false while another holder has it. */
    Future<Boolean> take(UUID slotId, UUID holder) {
        String insert = """
                insert into capacity_turn (slot_id, holder, until)
                values ($1, $2, clock_timestamp() + $3::bigint * interval '1 millisecond')
                on conflict (slot_id) do update set holder = excluded.holder, until = excluded.until
                where capacity_turn.until <= clock_timestamp()""";
        return run(insert, Tuple.of(slotId, holder, turnMillis));
    }

    /** Whether it was the holder's. */
    Future<Boolean> end(UUID slotId, UUID holder) {
        return run("delete from capacity_turn where slot_id = $1 and holder = $2", Tuple.of(slotId, holder));
    }

    private Future<Boolean> run(String sql, Tuple tuple) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.rowCount() > 0);
    }
}
