package org.creneau.booking;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.Details;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.ForOthers.Outcome;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the actor may, by asking {@link Access}, and then does what the client could do: through the same
 * instances, the same protocol and the same rules.
 */
final class ForOthersService {

    private static final int SECONDS_PER_MINUTE = 60;

    private final Access access;
    private final BookingClient bookings;
    private final HoldClient holds;
    private final BookingSlots slots;
    private final OthersReads reads;
    private final LookStore looks;
    private final Settings.Booking settings;

    ForOthersService(
            Access access,
            BookingClient bookings,
            HoldClient holds,
            BookingSlots slots,
            OthersReads reads,
            LookStore looks,
            Settings.Booking settings) {
        this.access = access;
        this.bookings = bookings;
        this.holds = holds;
        this.slots = slots;
        this.reads = reads;
        this.looks = looks;
        this.settings = settings;
    }

    Future<BookResult> book(ForOthers.Book command) {
        return ifAllowed(command, () -> bookings.book(request(command, "book")));
    }

    Future<BookResult> hold(ForOthers.Hold command) {
        Integer asked = command.minutes();
        int minutes = Math.min(asked == null ? settings.holdMinutes() : asked, settings.maxHoldMinutes());
        return ifAllowed(
                command.request(),
                () -> holds.hold(new Holds.Hold(request(command.request(), "hold"), minutes * SECONDS_PER_MINUTE)));
    }

    private static Bookings.Book request(ForOthers.Book command, String kind) {
        return new Bookings.Book(
                command.clientId(),
                command.slotId(),
                command.actor().id(),
                command.source(),
                key(kind, command.actor(), command.key()));
    }

    /** A space is in nobody's own key, so nobody's own request can be taken for this one. */
    private static @Nullable String key(String kind, Actor actor, @Nullable String key) {
        return key == null ? null : kind + ' ' + actor.id() + ' ' + key;
    }

    private Future<BookResult> ifAllowed(ForOthers.Book command, Supplier<Future<BookResult>> then) {
        return isOwn(command.actor(), command.slotId())
                .compose(own -> own ? mayUse(command.actor(), command.clientId()) : Future.succeededFuture(false))
                .compose(allowed -> allowed ? then.get() : Future.succeededFuture(new BookResult.NoSuchSlot()));
    }

    private Future<Boolean> mayUse(Actor actor, UUID clientId) {
        return access.usableFilesOfPresent(actor, Set.of(clientId)).map(usable -> usable.contains(clientId));
    }

    private Future<Boolean> isOwn(Actor actor, UUID slotId) {
        return slots.find(slotId)
                .map(slot -> slot.isPresent()
                        && Access.worksFor(actor, slot.get().organisation().id()));
    }

    /** Consents are looked up once for all. */
    Future<ForOthers.BatchResult> batch(ForOthers.Batch command) {
        Set<UUID> clients =
                command.requests().stream().map(ForOthers.Book::clientId).collect(Collectors.toSet());
        return access.usableFilesOfPresent(command.actor(), clients).compose(usable -> {
            Map<UUID, Future<?>> lastOfClient = new HashMap<>();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (ForOthers.Book one : command.requests()) {
                Future<?> before = lastOfClient.getOrDefault(one.clientId(), Future.succeededFuture());
                Future<Outcome> outcome = before.transform(done -> outcome(one, usable.contains(one.clientId())));
                lastOfClient.put(one.clientId(), outcome);
                outcomes.add(outcome);
            }
            return Future.join(outcomes)
                    .map(done -> new ForOthers.BatchResult(
                            outcomes.stream().map(Future::result).toList()));
        });
    }

    private Future<Outcome> outcome(ForOthers.Book one, boolean usable) {
        return isOwn(one.actor(), one.slotId())
                .compose(own -> own && usable
                        ? bookings.book(request(one, "book"))
                        : Future.<BookResult>succeededFuture(new BookResult.NoSuchSlot()))
                .transform(done -> Future.succeededFuture(
                        done.succeeded() ? new Outcome.Answered(done.result()) : new Outcome.Unknown(done.cause())));
    }

    Future<ConfirmResult> confirm(ForOthers.Confirm command) {
        return withBooking(
                command.actor(),
                command.holdId(),
                booking -> holds.confirm(new Holds.Confirm(
                        booking.clientId(), booking.id(), command.actor().id())),
                new ConfirmResult.NotFound());
    }

    Future<ReleaseResult> release(ForOthers.Release command) {
        return withBooking(
                command.actor(),
                command.holdId(),
                booking -> holds.release(new Holds.Release(
                        booking.clientId(),
                        booking.id(),
                        command.actor().id(),
                        command.source() == null ? booking.source() : command.source())),
                new ReleaseResult.NotFound());
    }

    Future<CancelResult> cancel(ForOthers.Cancel command) {
        return withBooking(
                command.actor(),
                command.bookingId(),
                booking -> bookings.cancel(new Bookings.Cancel(
                        booking.clientId(), booking.id(), command.actor().id(), command.source())),
                new CancelResult.NotFound());
    }

    Future<RescheduleResult> reschedule(ForOthers.Reschedule command) {
        return withBooking(
                command.actor(),
                command.bookingId(),
                booking -> isOwn(command.actor(), command.slotId())
                        .compose(own -> own
                                ? bookings.reschedule(new Bookings.Reschedule(
                                        booking.clientId(),
                                        booking.id(),
                                        command.slotId(),
                                        command.actor().id(),
                                        command.source()))
                                : Future.succeededFuture(new RescheduleResult.NoSuchSlot())),
                new RescheduleResult.NotFound());
    }

    Future<FindResult> find(ForOthers.Find command) {
        return visible(command.actor(), command.bookingId())
                .compose(found -> found.isPresent()
                        ? looks.note(
                                        command.actor(),
                                        Set.of(found.get().booking().clientId()))
                                .map(new FindResult.Found(found.get()))
                        : Future.succeededFuture(new FindResult.NotFound()));
    }

    private <R> Future<R> withBooking(Actor actor, UUID bookingId, Function<Booking, Future<R>> then, R notFound) {
        return visible(actor, bookingId)
                .compose(found ->
                        found.isPresent() ? then.apply(found.get().booking()) : Future.succeededFuture(notFound));
    }

    private Future<Optional<Details>> visible(Actor actor, UUID bookingId) {
        return reads.find(bookingId)
                .compose(found -> found.isPresent()
                        ? slots.details(found.get()).map(Optional::of)
                        : Future.succeededFuture(Optional.<Details>empty()))
                .compose(found -> found.isPresent() && isOwn(actor, found.get())
                        ? mayUse(actor, found.get().booking().clientId())
                                .map(usable -> usable ? found : Optional.empty())
                        : Future.succeededFuture(Optional.empty()));
    }

    private static boolean isOwn(Actor actor, Details details) {
        return Access.worksFor(actor, details.slot().organisation().id());
    }
}
