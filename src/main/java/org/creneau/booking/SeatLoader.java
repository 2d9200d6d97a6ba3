package org.creneau.booking;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.core.DatabaseFailures;
import org.creneau.seat.Seats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads slots that Redis does not know, or whose figures there are suspect, from PostgreSQL: one load per slot at a
 * time, under traffic. What changes between reading and installing costs a conflict later, and the sweeper mends it.
 *
 * <p>Belongs to one event loop.
 */
final class SeatLoader {

    private static final Logger log = LoggerFactory.getLogger(SeatLoader.class);

    private final Seats seats;
    private final SlotOccupants occupants;
    private final BookingMetrics metrics;
    private final Map<UUID, Future<Void>> loading = new HashMap<>();

    SeatLoader(Seats seats, SlotOccupants occupants, BookingMetrics metrics) {
        this.seats = seats;
        this.occupants = occupants;
        this.metrics = metrics;
    }

    /**
     * Makes the slot known to Redis, or joins a load that is under way. Does nothing when it is known: the news that it
     * is not may be older than somebody else's load, and another one would wipe the leases given since.
     */
    Future<Void> load(UUID slotId) {
        return once(
                slotId,
                () -> afterRefresh(() -> seats.ledger()
                        .epochUnlessLoaded(slotId)
                        .compose(missing ->
                                missing.isPresent() ? install(slotId, missing.get()) : Future.succeededFuture())));
    }

    /** Replaces what Redis knows, which is wrong: the seats leased meanwhile may cost a conflict each. */
    Future<Void> reload(UUID slotId) {
        return once(
                slotId,
                () -> afterRefresh(() -> seats.ledger().epoch(slotId).compose(epoch -> install(slotId, epoch))));
    }

    private Future<Void> once(UUID slotId, Supplier<Future<Void>> start) {
        Future<Void> running = loading.get(slotId);
        if (running != null) {
            return running;
        }
        Future<Void> load = start.get();
        loading.put(slotId, load);
        load.onComplete(done -> loading.remove(slotId, load));
        return load;
    }

    /** If the slot is missing because the whole data set is, it must not be installed under the old name. */
    private Future<Void> afterRefresh(Supplier<Future<Void>> load) {
        return seats.incarnation().refresh().compose(name -> load.get());
    }

    private Future<Void> install(UUID slotId, String seenEpoch) {
        return occupants
                .read(slotId)
                .recover(DatabaseFailures::translate)
                .compose(snapshot -> seats.ledger()
                        .install(slotId, seenEpoch, snapshot.epoch(), snapshot.capacity(), snapshot.occupants())
                        .onSuccess(installed -> {
                            if (installed) {
                                metrics.slotLoaded();
                                log.debug("loaded slot {}, epoch {}", slotId, snapshot.epoch());
                            }
                        }))
                .mapEmpty();
    }
}
