package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.core.Unavailable;
import org.creneau.seat.SeatHead;
import org.creneau.seat.TouchIndex;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Redis and PostgreSQL together again, every second or so, wherever seats changed lately on any node, and in a few
 * of the other slots in turn. Every node runs one; what two of them do at once is done once.
 */
final class SweeperVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(SweeperVerticle.class);
    private static final int CHUNK = 16;

    /** Slots looked at in each round although nobody touched them. */
    private static final int ROUND_ROBIN = 16;

    private final Supplier<SeatAudit> auditMaker;
    private final TouchIndex touches;
    private final Supplier<Collection<UUID>> allSlots;
    private final BookingMetrics metrics;
    private final long everyMillis;

    private final SweepPace pace;
    private Iterator<UUID> roundRobin = Collections.emptyIterator();
    private boolean failing;
    private boolean stopping;

    /** @param audit made on this verticle's event loop */
    SweeperVerticle(
            Supplier<SeatAudit> audit,
            TouchIndex touches,
            Supplier<Collection<UUID>> allSlots,
            BookingMetrics metrics,
            long everyMillis) {
        this.auditMaker = audit;
        this.touches = touches;
        this.allSlots = allSlots;
        this.metrics = metrics;
        this.everyMillis = everyMillis;
        this.pace = new SweepPace(everyMillis);
    }

    @Override
    public Future<?> start() {
        schedule(auditMaker.get());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.succeededFuture();
    }

    private void schedule(SeatAudit audit) {
        vertx.setTimer(everyMillis, timer -> {
            if (!stopping) {
                sweep(audit).onComplete(done -> {
                    report(done.cause());
                    schedule(audit);
                });
            }
        });
    }

    private Future<Void> sweep(SeatAudit audit) {
        return touches.touched().compose(touched -> {
            Set<UUID> slots = new LinkedHashSet<>(touched);
            for (int i = 0; i < ROUND_ROBIN && nextOfAll().hasNext(); i++) {
                slots.add(roundRobin.next());
            }
            slots.removeAll(pace.resting(System.nanoTime()));
            return sweep(audit, new ArrayList<>(slots), 0);
        });
    }

    private Iterator<UUID> nextOfAll() {
        if (!roundRobin.hasNext()) {
            roundRobin = List.copyOf(allSlots.get()).iterator();
        }
        return roundRobin;
    }

    private Future<Void> sweep(SeatAudit audit, List<UUID> slots, int from) {
        if (from >= slots.size() || stopping) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + CHUNK, slots.size());
        return look(audit, slots.subList(from, to)).compose(done -> sweep(audit, slots, to));
    }

    /** At the numbers, where they are enough; seat by seat, where they are not or do not agree. */
    private Future<Void> look(SeatAudit audit, List<UUID> slots) {
        return audit.heads(slots).compose(heads -> {
            long now = System.nanoTime();
            Map<UUID, SeatHead> numbers = new HashMap<>(heads);
            numbers.entrySet().removeIf(slot -> !pace.numbersAreEnough(slot.getKey(), slot.getValue(), now));
            return audit.agreeing(numbers).compose(agreeing -> {
                agreeing.forEach(id ->
                        pace.looked(id, Objects.requireNonNull(numbers.get(id)).taken(), now));
                List<UUID> closely = new ArrayList<>(slots);
                closely.removeAll(agreeing);
                return closely.isEmpty()
                        ? touches.settle(agreeing)
                        : compare(audit, closely).compose(done -> touches.settle(agreeing));
            });
        });
    }

    /** One slot that cannot be read must not keep the others from being mended. */
    private Future<Void> compare(SeatAudit audit, List<UUID> slots) {
        return audit.compare(slots).compose(findings -> mend(audit, findings)).recover(failure -> {
            if (failure instanceof Unavailable) {
                return Future.failedFuture(failure); // a server is away: the next round tries again
            }
            if (slots.size() == 1) {
                log.warn("the seats of slot {} cannot be compared", slots.get(0), failure);
                return Future.succeededFuture();
            }
            return Future.join(slots.stream()
                            .map(slot -> compare(audit, List.of(slot)))
                            .toList())
                    .mapEmpty();
        });
    }

    /** Once when the trouble begins and once when it ends. */
    private void report(@Nullable Throwable failure) {
        if (failure != null && !failing && !stopping) {
            log.warn("seats cannot be compared for now: {}", failure.toString());
        } else if (failure == null && failing) {
            log.info("seats are compared again");
        }
        failing = failure != null;
    }

    private Future<Void> mend(SeatAudit audit, List<SeatAudit.Findings> findings) {
        List<Future<Void>> repairs = new ArrayList<>();
        List<UUID> settled = new ArrayList<>();
        for (SeatAudit.Findings found : findings) {
            if (found.settled()) {
                settled.add(found.slotId());
            }
            report(found);
            pace.compared(found, System.nanoTime());
            found.differences().forEach(difference -> repairs.add(audit.repair(difference)));
        }
        metrics.repaired(repairs.size());
        return Future.join(repairs).transform(done -> touches.settle(settled));
    }

    /** A line a slot; after a fault there may be thousands of differences. */
    private static void report(SeatAudit.Findings found) {
        List<SeatDifference> differences = found.differences();
        if (!differences.isEmpty()) {
            log.info(
                    "slot {}: mending {} differences, the first: {}",
                    found.slotId(),
                    differences.size(),
                    differences.get(0).describe());
        }
        if (log.isDebugEnabled()) {
            differences.forEach(difference -> log.debug("slot {}: {}", found.slotId(), difference.describe()));
        }
    }
}
