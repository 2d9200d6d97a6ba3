package org.creneau.booking;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.creneau.booking.Bookings.Book;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;
import org.jspecify.annotations.Nullable;

/**
 * "Full", said on the event loop on which a request arrives, when the instance that owns the slot remembers that it is:
 * after a slot is sold out nearly all requests are of this kind, and the way to the instance and back would be the larger
 * part of their cost.
 *
 * <p>As in {@link BookService}, nobody is refused while an earlier request with the same key is under way: such a request
 * goes to the instance, which makes it wait for the earlier one.
 *
 * <p>Safe on every event loop. Holds no more than there are requests under way.
 */
final class EarlyRefusals {

    private record Key(UUID clientId, String requestKey) {}

    private final List<FullMemory> memories;
    private final SlotDirectory directory;
    private final DatabaseClock clock;
    private final BooleanSupplier disturbed;
    private final BookingMetrics metrics;

    /** How many requests with a key are under way. */
    private final ConcurrentMap<Key, Integer> underWay = new ConcurrentHashMap<>();

    /**
     * @param memories of the instances, by their numbers
     * @param disturbed whether a full slot may hold a seat for an earlier request; see {@link Disturbance}
     */
    EarlyRefusals(
            List<FullMemory> memories,
            SlotDirectory directory,
            DatabaseClock clock,
            BooleanSupplier disturbed,
            BookingMetrics metrics) {
        this.memories = memories;
        this.directory = directory;
        this.clock = clock;
        this.disturbed = disturbed;
        this.metrics = metrics;
    }

    /**
     * The refusal, or what the instance answers.
     *
     * @param instance that owns the slot
     */
    Future<BookResult> orElse(Book command, int instance, Supplier<Future<BookResult>> otherwise) {
        String requestKey = command.requestKey();
        if (requestKey == null) {
            BookResult refusal = refusal(command, instance);
            return refusal == null ? otherwise.get() : Future.succeededFuture(refusal);
        }
        Key key = new Key(command.clientId(), requestKey);
        boolean alone = underWay.merge(key, 1, Integer::sum) == 1;
        BookResult refusal = alone && !disturbed.getAsBoolean() ? refusal(command, instance) : null;
        if (refusal != null) {
            over(key);
            return Future.succeededFuture(refusal);
        }
        return otherwise.get().onComplete(done -> over(key));
    }

    private void over(Key key) {
        underWay.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private @Nullable BookResult refusal(Book command, int instance) {
        if (!memories.get(instance).refuses(command.slotId(), command.clientId())) {
            return null;
        }
        Slot slot = directory.find(command.slotId());
        if (slot == null) {
            return null;
        }
        metrics.fullFromMemory();
        return isOver(slot, clock.now()) ? new BookResult.SlotClosed() : new BookResult.SlotFull();
    }

    /** Closed, cancelled, or begun. */
    static boolean isOver(Slot slot, Instant now) {
        return slot.publication() != Slot.Publication.PUBLISHED || !now.isBefore(slot.start());
    }
}
