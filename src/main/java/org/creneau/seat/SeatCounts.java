package org.creneau.seat;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How many seats are left, as Redis knows it. */
public interface SeatCounts {

    /** Slots in which a seat was taken or given back lately (within the last minute, perhaps longer), by any node. */
    Future<Set<UUID>> recentlyTouched();

    /** Seats left; a slot that Redis does not know, or whose figures are suspect, is absent: count in PostgreSQL. */
    Future<Map<UUID, Integer>> left(Collection<UUID> slotIds);

    /** Calls back, on any thread, when everything that Redis said may be void: it was restarted, emptied or replaced. */
    void onDisturbance(Runnable callback);
}
