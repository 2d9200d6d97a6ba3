package org.creneau.booking;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.Bookings.Details;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;

/** Lists of others' bookings, as far as the actor may see them; see {@link ForOthers.List}. */
record OthersList(Access access, BookingSlots slots, OthersReads reads, LookStore looks) {

    Future<ListResult> list(ForOthers.List command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        return maySee(command)
                .compose(allowed -> allowed
                        ? read(command, start.get()).compose(rows -> page(command, rows))
                        : Future.succeededFuture(new ListResult.Found(new Page<>(List.of(), null))));
    }

    /** What the list is narrowed by: what is not there for the actor gives an empty list. */
    private Future<Boolean> maySee(ForOthers.List command) {
        UUID slot = command.slotId();
        UUID client = command.clientId();
        Future<Boolean> own = slot == null
                ? Future.succeededFuture(client != null)
                : slots.find(slot)
                        .map(found -> found.isPresent()
                                && Access.worksFor(
                                        command.actor(),
                                        found.get().organisation().id()));
        return own.compose(ours -> ours && client != null
                ? access.usableFilesOfPresent(command.actor(), Set.of(client)).map(usable -> usable.contains(client))
                : Future.succeededFuture(ours));
    }

    private Future<List<Booking>> read(ForOthers.List command, Start<UUID> start) {
        UUID client = command.clientId();
        UUID slot = command.slotId();
        int limit = command.limit() + 1;
        if (client != null) {
            return reads.ofClient(client, slot, start.after(), command.state(), limit);
        }
        return slot == null
                ? Future.succeededFuture(List.of())
                : reads.inSlot(slot, start.after(), command.state(), limit);
    }

    private Future<ListResult> page(ForOthers.List command, List<Booking> rows) {
        Page<Booking> cut = Page.cut(rows, command.limit(), Booking::id);
        return slots.details(cut.items())
                .compose(details -> visible(command.actor(), details))
                .compose(details -> looks.note(command.actor(), seen(command, details))
                        .map(new ListResult.Found(new Page<>(details, cut.nextCursor()))));
    }

    /** That a client has no bookings is seen, too. */
    private static Collection<UUID> seen(ForOthers.List command, List<Details> details) {
        UUID client = command.clientId();
        return client == null
                ? details.stream().map(one -> one.booking().clientId()).toList()
                : Set.of(client);
    }

    private Future<List<Details>> visible(Actor actor, List<Details> all) {
        List<Details> own = all.stream()
                .filter(one -> Access.worksFor(actor, one.slot().organisation().id()))
                .toList();
        Set<UUID> clients = own.stream().map(one -> one.booking().clientId()).collect(Collectors.toSet());
        return access.usableFilesOfPresent(actor, clients)
                .map(usable -> own.stream()
                        .filter(one -> usable.contains(one.booking().clientId()))
                        .toList());
    }
}
