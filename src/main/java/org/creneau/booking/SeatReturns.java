package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.core.MicroBatcher;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.SeatLedger.Held;

/**
 * Tells Redis what PostgreSQL decided: leases that became bookings, seats that are free again. Batched, and allowed to
 * fail: what does not arrive, the sweeper finds.
 *
 * <p>Belongs to one event loop.
 */
final class SeatReturns {

    private static final long HEARD_MILLIS = 500;

    private enum Kind {
        CONFIRM,
        GIVE_BACK_LEASE,
        GIVE_BACK_RECORDED
    }

    private record News(Kind kind, UUID slotId, Held held) {}

    private record Group(Kind kind, UUID slotId) {}

    private final SeatLedger ledger;
    private final Unleased unleased;
    private final MicroBatcher<News, Void> news;

    SeatReturns(Vertx vertx, SeatLedger ledger, Unleased unleased, int batchSize, int maxQueue) {
        this.ledger = ledger;
        this.unleased = unleased;
        this.news = new MicroBatcher<>(vertx, "seat returns", batchSize, maxQueue, this::send);
    }

    /** The lease is a booking now. */
    Future<Void> confirm(UUID slotId, int seat, UUID bookingId) {
        unleased.decided(slotId, seat);
        return news.add(new News(Kind.CONFIRM, slotId, new Held(seat, bookingId)));
    }

    /** The lease will never be a booking. */
    Future<Void> giveBackLease(UUID slotId, int seat, UUID bookingId) {
        unleased.decided(slotId, seat);
        return news.add(new News(Kind.GIVE_BACK_LEASE, slotId, new Held(seat, bookingId)));
    }

    /** The booking was, and is over. */
    Future<Void> giveBackRecorded(UUID slotId, int seat, UUID bookingId) {
        return news.add(new News(Kind.GIVE_BACK_RECORDED, slotId, new Held(seat, bookingId)));
    }

    /** Waits until Redis has heard it, half a second at most. What it does not hear, the sweeper finds. */
    static Future<Void> heard(Future<Void> news) {
        return news.timeout(HEARD_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private Future<List<Future<Void>>> send(List<News> batch) {
        Map<Group, List<Held>> groups = new LinkedHashMap<>();
        for (News one : batch) {
            groups.computeIfAbsent(new Group(one.kind(), one.slotId()), group -> new ArrayList<>())
                    .add(one.held());
        }
        Map<Group, Future<Void>> sent = new LinkedHashMap<>();
        groups.forEach((group, held) -> sent.put(group, send(group, held)));
        return Future.join(List.copyOf(sent.values()))
                .transform(done -> Future.succeededFuture(batch.stream()
                        .map(one -> sent.get(new Group(one.kind(), one.slotId())))
                        .toList()));
    }

    private Future<Void> send(Group group, List<Held> held) {
        return switch (group.kind()) {
            case CONFIRM -> ledger.confirm(group.slotId(), held);
            case GIVE_BACK_LEASE -> ledger.release(group.slotId(), held, false);
            case GIVE_BACK_RECORDED -> ledger.release(group.slotId(), held, true);
        };
    }
}
