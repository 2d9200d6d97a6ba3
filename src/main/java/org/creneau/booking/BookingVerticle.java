package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;

/**
 * Bookings of a share of the slots: one of several instances, on an event loop of its own, with its own batches, its own
 * memory of full slots and its own connection to PostgreSQL.
 */
final class BookingVerticle extends VerticleBase {

    private final BookingParts parts;
    private final int instance;
    private final FullMemory memory;

    BookingVerticle(BookingParts parts, int instance, FullMemory memory) {
        this.parts = parts;
        this.instance = instance;
        this.memory = memory;
    }

    @Override
    public Future<?> start() {
        BookingServices services = parts.services(vertx, instance, memory);
        parts.seats().freed().listen(memory);
        BookingSlots slots = parts.slots();
        Bookings.BOOK.shard(instance).serve(vertx, services.book()::book);
        Holds.HOLD.shard(instance).serve(vertx, services.book()::hold);
        Holds.CONFIRM.shard(instance).serve(vertx, services.hold()::confirm);
        Holds.RELEASE.shard(instance).serve(vertx, services.hold()::release);
        Holds.LIST.shard(instance).serve(vertx, services.hold()::list);
        Bookings.CANCEL.shard(instance).serve(vertx, services.cancel()::cancel);
        Bookings.RESCHEDULE.shard(instance).serve(vertx, services.reschedule()::reschedule);
        Bookings.FIND
                .shard(instance)
                .serve(
                        vertx,
                        command -> services.reads()
                                .find(command.clientId(), command.bookingId())
                                .compose(booking -> found(slots, booking)));
        Bookings.LIST.shard(instance).serve(vertx, command -> list(services.reads(), slots, command));
        return Future.succeededFuture();
    }

    private static Future<FindResult> found(BookingSlots slots, Optional<Booking> booking) {
        return booking.isPresent()
                ? slots.details(booking.get()).map(FindResult.Found::new)
                : Future.succeededFuture(new FindResult.NotFound());
    }

    private static Future<ListResult> list(BookingReads reads, BookingSlots slots, Bookings.List command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        int limit = command.limit();
        return reads.page(
                        command.clientId(),
                        command.organisation(),
                        command.state(),
                        limit + 1,
                        start.get().after())
                .compose(bookings -> {
                    Page<Booking> page = Page.cut(bookings, limit, Booking::id);
                    return slots.details(page.items())
                            .map(details -> new ListResult.Found(new Page<>(details, page.nextCursor())));
                });
    }
}
