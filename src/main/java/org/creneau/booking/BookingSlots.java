package org.creneau.booking;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.DatabaseFailures;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;

/** The slots that bookings are in: from memory nearly always. */
record BookingSlots(SlotDirectory directory) {

    Future<Optional<Slot>> find(UUID slotId) {
        Slot known = directory.find(slotId);
        return known != null
                ? Future.succeededFuture(Optional.of(known))
                : load(List.of(slotId)).map(found -> Optional.ofNullable(found.get(slotId)));
    }

    Future<Bookings.Details> details(Booking booking) {
        return details(List.of(booking)).map(details -> details.get(0));
    }

    Future<List<Bookings.Details>> details(List<Booking> bookings) {
        return load(bookings.stream().map(Booking::slotId).collect(Collectors.toSet()))
                .map(slots -> bookings.stream()
                        .map(booking -> new Bookings.Details(booking, slotOf(booking, slots)))
                        .toList());
    }

    private Future<Map<UUID, Slot>> load(Collection<UUID> ids) {
        return directory.load(ids).recover(DatabaseFailures::translate);
    }

    private static Slot slotOf(Booking booking, Map<UUID, Slot> slots) {
        Slot slot = slots.get(booking.slotId());
        if (slot == null) {
            // Slots are closed or cancelled, never deleted.
            throw new IllegalStateException("booking " + booking.id() + " is in an unknown slot");
        }
        return slot;
    }
}
