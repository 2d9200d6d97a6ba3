package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.creneau.core.Settled;
import org.creneau.core.Sql;
import org.creneau.notification.HistoryStore.Change;
import org.creneau.notification.HistoryStore.Continued;

/**
 * Reads what was done to bookings from their history, in order, and writes the mails about it. Bookings themselves are
 * not slowed down by it.
 *
 * <p>All nodes do it. Who moves the common mark on, from where it was, writes the mails in the same transaction.
 */
final class BookingFollower {

    /** Numbers looked at in one statement. */
    private static final int WINDOW = 500;

    /** Windows in one go: what is left waits for the next. A rush of bookings must not become a rush of mail. */
    private static final int WINDOWS = 20;

    private final Sql sql;
    private final HistoryStore store;
    private final Outbox outbox;
    private final BooleanSupplier telling;
    private final Settled settled;
    private int window = WINDOW;

    /** @param telling false: what happens is passed over, for good */
    BookingFollower(Sql sql, Outbox outbox, BooleanSupplier telling) {
        this.sql = sql;
        this.store = new HistoryStore(sql);
        this.settled = new Settled(sql, "booking_history_id_seq");
        this.outbox = outbox;
        this.telling = telling;
    }

    /** Tells what can be told. One call at a time, from one event loop. */
    Future<Void> poll() {
        return settled.upTo().compose(upTo -> store.told().compose(told -> tell(told, upTo, WINDOWS)));
    }

    private Future<Void> tell(long told, long end, int windows) {
        if (told >= end || windows == 0) {
            return Future.succeededFuture();
        }
        if (!telling.getAsBoolean()) {
            return advance(told, end, List.of()).mapEmpty();
        }
        long upTo = Math.min(told + window, end);
        return store.changes(told, upTo)
                .compose(changes -> advance(told, upTo, changes))
                .onFailure(failure -> window = Math.max(1, window / 2)) // perhaps it was too much for one statement
                .compose(first -> {
                    window = Math.min(WINDOW, window * 2);
                    // Else another node is at it.
                    return first ? tell(upTo, end, windows - 1) : Future.succeededFuture();
                });
    }

    private Future<Boolean> advance(long from, long to, List<Change> changes) {
        return sql.transaction(within -> store.advance(within, from, to).compose(first -> {
            return first ? write(within, changes).map(true) : Future.succeededFuture(false);
        }));
    }

    private Future<Void> write(SqlClient within, List<Change> changes) {
        List<Mail> mails = new ArrayList<>();
        Map<UUID, Continued> continued = new HashMap<>();
        changes.forEach(change -> mails.add(mail(change, continued)));
        return outbox.addAll(within, mails)
                .compose(written -> store.addContinued(within, List.copyOf(continued.values())));
    }

    /** @param continued those of the same window, which the database does not have yet; added to */
    private static Mail mail(Change change, Map<UUID, Continued> continued) {
        UUID predecessor = change.former() == null ? change.bookingId() : change.former();
        Continued known = continued.get(predecessor);
        UUID eventId = known != null ? known.eventId() : change.eventId() == null ? predecessor : change.eventId();
        int last = known != null ? known.sequence() : change.sequence();
        HistoryStore.Cause cause = change.cause();
        boolean moved = change.former() != null;
        boolean changed = cause != null && !change.cancelled();
        int sequence = moved || changed || change.cancelled() ? last + 1 : last;
        if (moved || changed) {
            continued.put(change.bookingId(), new Continued(change.bookingId(), eventId, sequence));
        }
        List<Appointment.Segment> before = cause == null ? change.formerSegments() : cause.segments();
        JsonObject model = change.facts()
                .in(change.language(), change.bookingId(), eventId, sequence, before)
                .toJson();
        return new Mail(
                kind(change, moved),
                change.email(),
                change.language(),
                cause == null ? model : model.mergeIn(because(cause, change.facts())),
                "booking-history:" + change.id(),
                change.clientId(),
                Duration.ZERO);
    }

    private static Mail.Kind kind(Change change, boolean moved) {
        if (change.cancelled()) {
            return change.cause() == null ? Mail.Kind.BOOKING_CANCELLED : Mail.Kind.BOOKING_CALLED_OFF;
        }
        if (change.cause() != null) {
            return Mail.Kind.BOOKING_CHANGED;
        }
        return moved ? Mail.Kind.BOOKING_MOVED : Mail.Kind.BOOKING_CONFIRMED;
    }

    /** What the mails about a whole slot say beside the appointment. */
    private static JsonObject because(HistoryStore.Cause cause, AppointmentRows.Facts facts) {
        return new JsonObject()
                .put("reason", cause.reason())
                .put("overlapping", cause.overlapping())
                .put("type", facts.type())
                .put("town", facts.town());
    }
}
