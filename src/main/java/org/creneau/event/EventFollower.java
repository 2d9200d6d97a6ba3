package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.core.Rounds;
import org.creneau.core.Settled;
import org.creneau.core.Sql;
import org.creneau.event.BookingEventReads.Change;
import org.creneau.event.SlotEventChanges.Place;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what was done to slots and bookings, in order and once. Neither is slowed down by it. All nodes do it;
 * who moves the common mark on writes the events in the same transaction.
 */
final class EventFollower {

    /** Numbers of the history in one transaction. */
    private static final int WINDOW = 500;

    /** Windows in one go: what is left waits for the next. */
    private static final int WINDOWS = 20;

    private final Sql sql;
    private final ProgressStore progress;
    private final Settled settled;
    private int window = WINDOW;

    EventFollower(Sql sql) {
        this.sql = sql;
        this.progress = new ProgressStore(sql);
        this.settled = new Settled(sql, "booking_history_id_seq");
    }

    /**
     * Tells what can be told. One call at a time, from one event loop. Slots before bookings: a slot whose first seat is
     * taken has been there before, and open.
     */
    Future<Void> poll() {
        return settled.upTo()
                .compose(end ->
                        progress.read().compose(read -> slots(read).compose(told -> bookings(read.historyId(), end))));
    }

    /** Nothing is written while nothing happens. */
    private Future<Void> slots(ProgressStore.Progress read) {
        if (!read.changed() && !read.opening()) {
            return Future.succeededFuture();
        }
        return slots(read.slotXid()).compose(told -> Rounds.whileTrue(this::opened));
    }

    /** Page by page. The first page's xmin counts: what changes while the later ones are read comes again. */
    private Future<Void> slots(String from) {
        Place[] place = {new Place(from, SlotEventChanges.NIL)};
        @Nullable String[] xmin = {null};
        return Rounds.whileTrue(() -> sql.transaction(within -> ProgressStore.hold(within)
                .compose(held -> SlotEventChanges.changed(within, place[0]))
                .compose(page -> SlotEventChanges.filled(within, page.resized())
                        .compose(filled -> EventInserts.write(within, joined(page.drafts(), filled)))
                        .compose(written -> {
                            String first = xmin[0] == null ? page.xmin() : xmin[0];
                            xmin[0] = first;
                            Place next = page.next();
                            if (next == null) {
                                return ProgressStore.slotsTo(within, first).map(false);
                            }
                            place[0] = next;
                            return Future.succeededFuture(true);
                        }))));
    }

    /** Whether there may be more. */
    private Future<Boolean> opened() {
        return sql.transaction(within -> ProgressStore.hold(within)
                .compose(held -> SlotEventChanges.opened(within))
                .compose(opened -> EventInserts.write(within, opened.drafts())
                        .map(written -> opened.count() == SlotEventChanges.PAGE)));
    }

    private Future<Void> bookings(long from, long end) {
        long[] told = {from};
        int[] windows = {WINDOWS};
        return Rounds.whileTrue(() -> {
            if (told[0] >= end || windows[0]-- == 0) {
                return Future.succeededFuture(false);
            }
            long upTo = Math.min(told[0] + window, end);
            return sql.transaction(within -> bookings(within, told[0], upTo))
                    .onFailure(failure -> window = Math.max(1, window / 2)) // perhaps it was too much for one statement
                    .onSuccess(first -> {
                        window = Math.min(WINDOW, window * 2);
                        told[0] = upTo;
                    });
        });
    }

    /** False: another node is at it. */
    private static Future<Boolean> bookings(SqlClient within, long from, long upTo) {
        return ProgressStore.historyTo(within, from, upTo).compose(first -> {
            if (!first) {
                return Future.succeededFuture(false);
            }
            return BookingEventReads.changes(within, from, upTo)
                    .compose(changes -> BookingEventReads.touchedSlots(within, from, upTo)
                            .compose(touched -> SlotEventChanges.filled(within, touched))
                            .compose(filled -> EventInserts.write(within, joined(drafts(changes), filled))))
                    .map(true);
        });
    }

    /** Bookings that took each other's place within one window have one thread, which the database does not know yet. */
    private static List<Draft> drafts(List<Change> changes) {
        Map<UUID, UUID> threads = new HashMap<>();
        List<Draft> drafts = new ArrayList<>(changes.size());
        for (Change change : changes) {
            UUID former = change.formerId();
            UUID before = former == null ? change.bookingId() : former;
            UUID thread = threads.getOrDefault(before, change.thread());
            threads.put(change.bookingId(), thread);
            drafts.add(change.draft(thread));
        }
        return drafts;
    }

    private static List<Draft> joined(List<Draft> first, List<Draft> then) {
        List<Draft> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
