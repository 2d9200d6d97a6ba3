package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.BookingInserts.OnConflict;
import org.creneau.booking.Recording.NotRecorded;
import org.creneau.booking.Recording.Recorded;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.MicroBatcher;
import org.creneau.core.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records bookings in micro-batches. A batch whose outcome is lost is repeated with the same ids and seats, so that
 * PostgreSQL tells what happened; a batch in which one row breaks a rule is halved until the others are through.
 */
final class BookingRecorder {

    private static final Logger log = LoggerFactory.getLogger(BookingRecorder.class);

    /** Repetitions of a batch; past them the caller learns that the outcome is not known. */
    private static final int MAX_ATTEMPTS = 5;

    private static final long PAUSE_MILLIS = 50;

    /**
     * Batches after a conflict that leave out what conflicts. Redis has told apart nearly all that could conflict, so
     * most batches need not look before they insert, which saves PostgreSQL a fifth of its work; where conflicts do
     * come, at most one batch in so many is done twice.
     */
    private static final int CAREFUL_BATCHES = 64;

    /** Sorted, batches of different nodes take index entries in one order; three indexes still allow rare deadlocks. */
    private static final Comparator<NewBooking> ORDER =
            Comparator.comparing(NewBooking::slotId).thenComparing(NewBooking::seat);

    /** @param uncertain whether an attempt was lost that may still land */
    private record Insert(Optional<Booking> booking, boolean uncertain) {}

    private final Vertx vertx;
    private final BookingInserts store;
    private final BookingMetrics metrics;
    private int careful;
    private final MicroBatcher<NewBooking, Insert> inserts;
    private final MicroBatcher<NewBooking, Conflict> lookups;

    BookingRecorder(Vertx vertx, BookingInserts store, BookingMetrics metrics, int batchSize, int maxQueue) {
        this.vertx = vertx;
        this.store = store;
        this.metrics = metrics;
        this.inserts = new MicroBatcher<>(vertx, "booking records", batchSize, maxQueue, this::insertBatch);
        this.lookups = new MicroBatcher<>(vertx, "booking look-ups", batchSize, maxQueue, this::lookUp);
    }

    Future<Recording> record(NewBooking booking) {
        return inserts.add(booking)
                .compose(insert -> insert.booking().isPresent()
                        ? Future.succeededFuture(new Recorded(insert.booking().get()))
                        : explain(booking, insert.uncertain()));
    }

    /** Requests waiting for the next batch. */
    int waiting() {
        return inserts.waiting();
    }

    private Future<Recording> explain(NewBooking booking, boolean uncertain) {
        metrics.conflict();
        return lookups.add(booking).map(conflict -> {
            Booking own = conflict.own();
            return own != null ? new Recorded(own) : new NotRecorded(conflict, !uncertain);
        });
    }

    private Future<List<Future<Conflict>>> lookUp(List<NewBooking> bookings) {
        return store.conflicts(bookings)
                .recover(DatabaseFailures::translate)
                .map(found -> bookings.stream()
                        .map(booking -> Future.succeededFuture(found.get(booking.id())))
                        .toList());
    }

    private Future<List<Future<Insert>>> insertBatch(List<NewBooking> bookings) {
        metrics.batch(bookings.size());
        Map<UUID, Future<Insert>> outcomes = new java.util.HashMap<>();
        List<NewBooking> sorted = new ArrayList<>(bookings);
        sorted.sort(ORDER);
        return insert(sorted, outcomes, 1, false)
                .map(done -> bookings.stream().map(b -> outcomes.get(b.id())).toList());
    }

    private Future<Void> insert(
            List<NewBooking> bookings, Map<UUID, Future<Insert>> outcomes, int attempt, boolean uncertain) {
        OnConflict onConflict = careful > 0 ? OnConflict.LEAVE_OUT : OnConflict.FAIL;
        careful = Math.max(0, careful - 1);
        return store.insert(bookings, onConflict).transform(done -> {
            if (done.succeeded()) {
                for (NewBooking booking : bookings) {
                    Optional<Booking> inserted =
                            Optional.ofNullable(done.result().get(booking.id()));
                    outcomes.put(booking.id(), Future.succeededFuture(new Insert(inserted, uncertain)));
                }
                return Future.succeededFuture();
            }
            if (onConflict == OnConflict.FAIL && DatabaseFailure.of(done.cause()) == DatabaseFailure.CONFLICT) {
                careful = CAREFUL_BATCHES;
                return insert(bookings, outcomes, attempt, uncertain);
            }
            return afterFailure(bookings, outcomes, attempt, uncertain, done.cause());
        });
    }

    private Future<Void> afterFailure(
            List<NewBooking> bookings,
            Map<UUID, Future<Insert>> outcomes,
            int attempt,
            boolean uncertain,
            Throwable failure) {
        DatabaseFailure kind = DatabaseFailure.of(failure);
        if (kind == DatabaseFailure.REFUSED || kind == DatabaseFailure.CONFLICT) {
            return bisect(bookings, outcomes, attempt, uncertain, failure);
        }
        boolean nowUncertain = uncertain || kind == DatabaseFailure.UNKNOWN;
        if (attempt < MAX_ATTEMPTS) {
            log.info("batch of {} bookings repeated, attempt {}: {}", bookings.size(), attempt + 1, kind);
            return vertx.timer(PAUSE_MILLIS * attempt)
                    .compose(paused -> insert(bookings, outcomes, attempt + 1, nowUncertain));
        }
        log.warn("batch of {} bookings given up after {} attempts", bookings.size(), attempt, failure);
        Unavailable unavailable = new Unavailable("PostgreSQL, recording a booking", failure);
        bookings.forEach(booking -> outcomes.put(booking.id(), Future.failedFuture(unavailable)));
        return Future.succeededFuture();
    }

    private Future<Void> bisect(
            List<NewBooking> bookings,
            Map<UUID, Future<Insert>> outcomes,
            int attempt,
            boolean uncertain,
            Throwable failure) {
        if (bookings.size() == 1) {
            outcomes.put(bookings.get(0).id(), Future.failedFuture(failure));
            return Future.succeededFuture();
        }
        int half = bookings.size() / 2;
        return insert(bookings.subList(0, half), outcomes, attempt, uncertain)
                .compose(done -> insert(bookings.subList(half, bookings.size()), outcomes, attempt, uncertain));
    }
}
