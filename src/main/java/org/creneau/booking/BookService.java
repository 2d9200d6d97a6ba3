package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.booking.Bookings.Book;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.BookResult.AlreadyBooked;
import org.creneau.booking.Bookings.BookResult.Booked;
import org.creneau.booking.Bookings.BookResult.KeyReused;
import org.creneau.booking.Bookings.BookResult.NoSuchSlot;
import org.creneau.booking.Bookings.BookResult.NotOpen;
import org.creneau.booking.Bookings.BookResult.SlotClosed;
import org.creneau.booking.Bookings.BookResult.SlotFull;
import org.creneau.booking.Holds.Hold;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;
import org.creneau.seat.Occupant;
import org.creneau.seat.SeatLedger;
import org.creneau.slot.Slot;

/**
 * Books a seat: a seat from Redis, then the record in PostgreSQL, then the answer. While Redis is away the seat comes
 * from PostgreSQL; see {@link DatabaseSeats}.
 *
 * <p>A refusal is given only when no earlier attempt under the same request key can still turn into a booking. A request
 * without a key is nobody's repetition, so it may be refused from memory at once.
 *
 * <p>Belongs to one event loop.
 */
final class BookService {

    /** Seats tried one after another, when PostgreSQL knows better than Redis. */
    private static final int MAX_TRIES = 6;

    /** Conflicts of one request after which Redis is believed to be wrong about the whole slot. */
    private static final int MAX_MARKS = 2;

    private static final long PAUSE_MILLIS = 20;

    /**
     * What stays the same over all tries of one request.
     *
     * @param holdSeconds how long the seat is merely held; 0: it is booked
     */
    private record Request(Book command, int holdSeconds, Slot slot, long endNanos) {}

    private record Key(UUID clientId, UUID slotId, String requestKey, boolean hold) {}

    private final Vertx vertx;
    private final BookingSlots slots;
    private final SeatReservations reservations;
    private final BookingRecorder recorder;
    private final SeatReturns returns;
    private final SeatLedger ledger;
    private final SeatLoader loader;
    private final BookingReads reads;
    private final DatabaseClock clock;
    private final Disturbance disturbance;
    private final Unleased unleased;
    private final long limitNanos;
    private final UnderWay<Key, BookResult> underWay = new UnderWay<>();

    /** @param limitMillis after which a request takes no seat any more */
    BookService(
            Vertx vertx,
            BookingSlots slots,
            SeatReservations reservations,
            BookingRecorder recorder,
            SeatReturns returns,
            SeatLedger ledger,
            SeatLoader loader,
            BookingReads reads,
            DatabaseClock clock,
            Disturbance disturbance,
            Unleased unleased,
            long limitMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.reservations = reservations;
        this.recorder = recorder;
        this.returns = returns;
        this.ledger = ledger;
        this.loader = loader;
        this.reads = reads;
        this.clock = clock;
        this.disturbance = disturbance;
        this.unleased = unleased;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    Future<BookResult> book(Book command) {
        return once(command, 0);
    }

    /** As {@link #book}, but for some time only; see {@link HoldService}. */
    Future<BookResult> hold(Hold command) {
        return once(command.request(), command.seconds());
    }

    private Future<BookResult> once(Book command, int holdSeconds) {
        String key = command.requestKey();
        return key == null
                ? begin(command, holdSeconds)
                : underWay.join(
                        new Key(command.clientId(), command.slotId(), key, holdSeconds > 0),
                        () -> begin(command, holdSeconds));
    }

    private Future<BookResult> begin(Book command, int holdSeconds) {
        long endNanos = System.nanoTime() + limitNanos;
        return slots.find(command.slotId())
                .compose(slot -> slot.isEmpty()
                        ? Future.succeededFuture(new NoSuchSlot())
                        : start(new Request(command, holdSeconds, slot.get(), endNanos)));
    }

    private Future<BookResult> start(Request request) {
        Slot slot = request.slot();
        if (clock.now().plus(clock.uncertainty()).isBefore(slot.opensAt())) {
            return Future.succeededFuture(new NotOpen(slot.opensAt()));
        }
        if (request.command().requestKey() == null && over(slot)) {
            return Future.succeededFuture(new SlotClosed());
        }
        return attempt(request, Ids.next(), 1);
    }

    private Future<BookResult> attempt(Request request, UUID id, int attempt) {
        return reservations
                .reserve(request.slot().id(), id, request.command().clientId(), request.endNanos())
                .compose(reservation -> {
                    if (reservation instanceof Reservation.Reserved reserved) {
                        return record(request, id, reserved, attempt);
                    }
                    if (reservation instanceof Reservation.Full full) {
                        return full(request, full.hadOne());
                    }
                    return holding(request, id, (Reservation.Holding) reservation, attempt);
                });
    }

    private Future<BookResult> record(Request request, UUID id, Reservation.Reserved reserved, int attempt) {
        Book command = request.command();
        NewBooking booking = new NewBooking(
                id,
                command.slotId(),
                reserved.seat(),
                command.clientId(),
                request.slot().type().id(),
                command.actor(),
                command.source(),
                command.requestKey(),
                request.holdSeconds(),
                reserved.deadlineMillis());
        Future<Recording> outcome = recorder.record(booking);
        return (reserved.leased() ? outcome : decided(booking, outcome)).compose(recording -> {
            if (recording instanceof Recording.Recorded recorded) {
                returns.confirm(booking.slotId(), booking.seat(), id);
                return Future.succeededFuture(new Booked(new Bookings.Details(recorded.booking(), request.slot())));
            }
            Recording.NotRecorded not = (Recording.NotRecorded) recording;
            return notRecorded(request, booking, not, attempt);
        });
    }

    /** An unknown outcome of a booking without a lease is told when it can no longer land. */
    private Future<Recording> decided(NewBooking booking, Future<Recording> outcome) {
        return outcome.transform(done -> {
            boolean known = done.succeeded()
                    ? !(done.result() instanceof Recording.NotRecorded not) || not.certain()
                    : !(done.cause() instanceof Unavailable);
            return known
                    ? outcome
                    : vertx.timer(unleased.millisLeft(booking.deadlineMillis())).compose(over -> outcome);
        });
    }

    /** The causes in the order in which they count. */
    private Future<BookResult> notRecorded(
            Request request, NewBooking booking, Recording.NotRecorded recording, int attempt) {
        Conflict conflict = recording.conflict();
        Booking sameKey = conflict.sameKey();
        if (sameKey != null) {
            // The key is taken for ever, so this attempt can never land: the seat goes back even after a lost answer.
            giveBack(booking);
            return replay(request, sameKey);
        }
        if (!recording.certain()) {
            return Future.failedFuture(new Unavailable("the outcome of a booking", null));
        }
        Optional<BookResult> refusal = BookRefusals.of(conflict);
        if (refusal.isPresent()) {
            // Waited for, so that who comes next finds the seat free and is not told that there is none.
            return SeatReturns.heard(giveBack(booking)).map(refusal.get());
        }
        if (attempt >= MAX_TRIES) {
            giveBack(booking);
            return Future.failedFuture(new Unavailable("a seat that PostgreSQL takes too", null));
        }
        unleased.decided(booking.slotId(), booking.seat());
        return mend(booking, conflict, attempt)
                .recover(BookService::unlessAway)
                .compose(mended -> attempt(request, booking.id(), attempt + 1));
    }

    /** Makes the next try a different one: the seat is somebody else's, or beyond the capacity, or time ran out. */
    private Future<Void> mend(NewBooking booking, Conflict conflict, int attempt) {
        Conflict.Occupied taken = conflict.sameSeat();
        if (taken != null && attempt > MAX_MARKS) {
            return loader.reload(booking.slotId());
        }
        if (taken != null) {
            return ledger.mark(booking.slotId(), new Occupant(booking.seat(), taken.bookingId(), taken.clientId()));
        }
        Conflict.SlotFacts slot = conflict.slot();
        if (slot != null && booking.seat() >= slot.capacity()) {
            return loader.reload(booking.slotId());
        }
        // Past its deadline, or what stood in the way is gone: the lease still stands and gets a new deadline.
        return Future.succeededFuture();
    }

    /** What Redis cannot be told the sweeper tells it; the next try may do without. */
    private static Future<Void> unlessAway(Throwable failure) {
        return failure instanceof Unavailable ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private Future<BookResult> full(Request request, boolean hadOne) {
        BookResult refusal = over(request.slot()) ? new SlotClosed() : new SlotFull();
        String key = request.command().requestKey();
        boolean uncertain = disturbance.possible();
        if (key == null || !(hadOne || uncertain)) {
            return Future.succeededFuture(refusal);
        }
        return byKey(request.command()).compose(earlier -> {
            if (earlier.isPresent()) {
                return replay(request, earlier.get());
            }
            return uncertain
                    ? Future.failedFuture(new Unavailable("whether an earlier attempt is on its way", null))
                    : Future.succeededFuture(refusal);
        });
    }

    /** Redis says that the client has a seat here; PostgreSQL knows by which booking, and whether it still stands. */
    private Future<BookResult> holding(Request request, UUID id, Reservation.Holding holding, int attempt) {
        Book command = request.command();
        return byKey(command)
                .compose(earlier -> earlier.isPresent()
                        ? replay(request, earlier.get())
                        : reads.active(command.clientId(), request.slot().type().id())
                                .compose(active -> holding(request, id, holding, active, attempt)));
    }

    private Future<BookResult> holding(
            Request request, UUID id, Reservation.Holding holding, Optional<Booking> active, int attempt) {
        String key = request.command().requestKey();
        if (active.isPresent() && key != null && key.equals(active.get().requestKey())) {
            return replay(request, active.get()); // recorded between the two questions
        }
        boolean pending = holding.lease() && !active.map(Booking::id).equals(Optional.of(holding.bookingId()));
        if (!pending && active.isPresent()) {
            return Future.succeededFuture(new AlreadyBooked());
        }
        if (!pending && over(request.slot())) {
            return Future.succeededFuture(new SlotClosed());
        }
        if (attempt >= MAX_TRIES) {
            return Future.failedFuture(new Unavailable("the outcome of an earlier request", null));
        }
        // Being recorded, or cancelled a moment ago: the news is on its way to Redis, or the sweeper brings it.
        return vertx.timer(PAUSE_MILLIS << attempt).compose(paused -> attempt(request, id, attempt + 1));
    }

    private Future<Optional<Booking>> byKey(Book command) {
        String key = command.requestKey();
        return key == null ? Future.succeededFuture(Optional.empty()) : reads.byRequestKey(command.clientId(), key);
    }

    private Future<BookResult> replay(Request request, Booking earlier) {
        boolean heldForBooked = earlier.expiresAt() != null && request.holdSeconds() == 0;
        if (heldForBooked || !earlier.slotId().equals(request.command().slotId())) {
            return Future.succeededFuture(new KeyReused());
        }
        return Future.succeededFuture(new Booked(new Bookings.Details(earlier, request.slot())));
    }

    private Future<Void> giveBack(NewBooking booking) {
        return returns.giveBackLease(booking.slotId(), booking.seat(), booking.id());
    }

    private boolean over(Slot slot) {
        return EarlyRefusals.isOver(slot, clock.now());
    }
}
