package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.booking.Booking;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Stores nothing: everybody gets a booking at once. What is left is what HTTP, the token check, validation and JSON cost
 * by themselves, which no strategy can beat.
 */
final class Floor implements BookingClient {

    private final SlotDirectory slots;
    /** Of the last booking, for {@link #find}. */
    private volatile @Nullable Slot last;

    Floor(SlotDirectory slots) {
        this.slots = slots;
    }

    @Override
    public Future<Bookings.BookResult> book(Bookings.Book command) {
        Slot slot = slots.find(command.slotId());
        return slot == null
                ? slots.load(List.of(command.slotId())).map(found -> booked(command, found.get(command.slotId())))
                : Future.succeededFuture(booked(command, slot));
    }

    private Bookings.BookResult booked(Bookings.Book command, @Nullable Slot slot) {
        if (slot == null) {
            return new Bookings.BookResult.NoSuchSlot();
        }
        last = slot;
        return new Bookings.BookResult.Booked(details(Ids.next(), slot, command.clientId(), command.source()));
    }

    /** Any id is the client's booking in the slot that was last booked. */
    @Override
    public Future<Bookings.FindResult> find(Bookings.Find command) {
        Slot slot = last;
        return Future.succeededFuture(
                slot == null
                        ? new Bookings.FindResult.NotFound()
                        : new Bookings.FindResult.Found(
                                details(command.bookingId(), slot, command.clientId(), BookingSource.CLIENT)));
    }

    @Override
    public Future<Bookings.CancelResult> cancel(Bookings.Cancel command) {
        return Future.succeededFuture(new Bookings.CancelResult.NotFound());
    }

    @Override
    public Future<Bookings.RescheduleResult> reschedule(Bookings.Reschedule command) {
        return Future.succeededFuture(new Bookings.RescheduleResult.NotFound());
    }

    @Override
    public Future<Bookings.ListResult> list(Bookings.List command) {
        return Future.succeededFuture(new Bookings.ListResult.Found(new Page<>(List.of(), null)));
    }

    private static Bookings.Details details(UUID id, Slot slot, UUID clientId, BookingSource source) {
        Instant now = Instant.now();
        return new Bookings.Details(
                new Booking(
                        id,
                        slot.id(),
                        0,
                        clientId,
                        slot.type().id(),
                        BookingState.BOOKED,
                        source,
                        null,
                        null,
                        now,
                        now,
                        null,
                        null),
                slot);
    }
}
