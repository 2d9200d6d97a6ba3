package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.rush.Journal.Told;
import org.creneau.ops.ClientHistory.Outcome;
import org.jspecify.annotations.Nullable;

/** One client from arriving until going away. */
final class Visit {

    /** A page that says "not open yet" so often is broken. */
    private static final int MAX_OPENINGS = 5;

    private final Scene scene;
    private final Crowd crowd;
    private final Person who;
    private final int node;
    private final SplittableRandom random;
    private final BitSet tried = new BitSet();
    private @Nullable BitSet shown;

    /** @param node the one that this client talks to */
    Visit(Scene scene, Person who, int node, SplittableRandom random) {
        this.scene = scene;
        this.crowd = scene.crowd();
        this.who = who;
        this.node = node;
        this.random = random;
    }

    /** Looks at one's own bookings while waiting. */
    Future<Void> look(long intendedNanos) {
        return insist(node, writer -> writer.get(Offer.API + "/bookings", who.token()))
                .map(reply -> {
                    if (reply.sense() == Reply.Sense.DONE) {
                        scene.tally().measured(Kind.LOOK, intendedNanos, reply.exchange());
                    } else if (reply.definite()) {
                        scene.tally().unexpected(reply.exchange());
                    }
                    return null;
                });
    }

    /** Comes before the release, sees what there will be, and presses the button too early. */
    Future<End> early(long intendedNanos) {
        return search(false, intendedNanos);
    }

    /** Comes after the release. */
    Future<End> late(long intendedNanos) {
        return random.nextDouble() < crowd.preparedShare() ? choose(intendedNanos) : search(true, intendedNanos);
    }

    private Future<End> search(boolean available, long intendedNanos) {
        return insist(node, writer -> writer.get(scene.offer().searchPath(available), null))
                .compose(reply -> {
                    BitSet page =
                            reply.sense() == Reply.Sense.DONE ? scene.board().shown(reply.body()) : null;
                    if (page == null) {
                        return Future.succeededFuture(End.NO_LIST);
                    }
                    scene.tally().measured(Kind.SEARCH, intendedNanos, reply.exchange());
                    shown = page;
                    return after(reply, crowd.pickMillis()).compose(this::choose);
                });
    }

    /** The favourite of what is on the page, or of what was chosen days ago. */
    private Future<End> choose(long intendedNanos) {
        BitSet page = shown;
        OptionalInt slot =
                scene.popularity().pick(random, number -> !tried.get(number) && (page == null || page.get(number)));
        if (slot.isEmpty()) {
            return Future.succeededFuture(tried.isEmpty() ? End.NOTHING_LEFT : End.ALL_FULL);
        }
        boolean twice = tried.isEmpty() && random.nextDouble() < crowd.doubleClickShare();
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        return book(slot.getAsInt(), key, twice, intendedNanos, 1);
    }

    private Future<End> book(int slot, String key, boolean twice, long intendedNanos, int opening) {
        Function<RequestWriter, Buffer> request = writer -> writer.post(
                Offer.API + "/bookings", who.token(), key, scene.offer().body(slot));
        List<Future<Reply>> clicks = new ArrayList<>();
        clicks.add(insist(node, request));
        if (twice) {
            // On another connection, and at another node where there is one.
            clicks.add(insist(node + 1, request));
        }
        return Future.join(clicks)
                .compose(done ->
                        booked(slot, key, clicks.stream().map(Future::result).toList(), intendedNanos, opening));
    }

    private Future<End> booked(int slot, String key, List<Reply> replies, long intendedNanos, int opening) {
        Reply word = decisive(replies);
        if (word.is("slot-not-open") && opening < MAX_OPENINGS) {
            scene.tally().measured(Kind.NOT_OPEN, intendedNanos, word.exchange());
            long again = opensNanos(word) + (long) (random.nextDouble() * crowd.jitterMillis() * 1e6);
            return at(again).compose(then -> book(slot, key, replies.size() > 1, then, opening + 1));
        }
        scene.journal()
                .booked(
                        who.id(),
                        key,
                        scene.offer().id(slot),
                        replies.stream().map(Visit::told).toList());
        if (word.sense() == Reply.Sense.DONE) {
            scene.tally().measured(Kind.BOOK, intendedNanos, word.exchange());
            return changeOfMind(slot, told(word).bookingId());
        }
        if (!word.definite()) {
            return Future.succeededFuture(End.UNKNOWN);
        }
        // Closed or cancelled while they looked at it: as good as full.
        if (!word.is("slot-full") && !word.is("slot-closed")) {
            scene.tally().unexpected(word.exchange());
            return Future.succeededFuture(End.REFUSED);
        }
        scene.tally().measured(Kind.REFUSE, intendedNanos, word.exchange());
        tried.set(slot);
        return tried.cardinality() < crowd.slotTries()
                ? after(word, crowd.pickMillis()).compose(this::choose)
                : Future.succeededFuture(End.ALL_FULL);
    }

    /** Of several answers to one key: done is done, and what is open is not refused. */
    private static Reply decisive(List<Reply> replies) {
        Reply word = replies.get(0);
        for (Reply reply : replies) {
            if (rank(reply) < rank(word)) {
                word = reply;
            }
        }
        return word;
    }

    private static int rank(Reply reply) {
        return switch (reply.outcome()) {
            case ACKNOWLEDGED -> 0;
            case UNKNOWN -> 1;
            case REFUSED -> 2;
        };
    }

    private static Told told(Reply reply) {
        String id = reply.sense() == Reply.Sense.DONE ? Fields.text(reply.body(), "id") : null;
        return new Told(
                reply.outcome(),
                id == null ? null : UUID.fromString(id),
                reply.exchange().endNanos());
    }

    private long opensNanos(Reply notOpen) {
        String opensAt = Fields.text(notOpen.body(), "opensAt");
        if (opensAt != null) {
            try {
                return scene.clock().nanosOf(Instant.parse(opensAt));
            } catch (DateTimeException notAnInstant) {
                // as if there were none
            }
        }
        return scene.releaseNanos();
    }

    private Future<End> changeOfMind(int slot, @Nullable UUID booking) {
        double mood = random.nextDouble();
        if (booking == null || mood >= crowd.cancelShare() + crowd.moveShare()) {
            return Future.succeededFuture(End.BOOKED);
        }
        return at(System.nanoTime() + thinkNanos(crowd.thinkMillis()))
                .compose(then -> mood < crowd.cancelShare() ? cancel(booking, then) : move(booking, slot, then));
    }

    private Future<End> cancel(UUID booking, long intendedNanos) {
        String path = Offer.API + "/bookings/" + booking + "/cancel";
        return insist(node, writer -> writer.post(path, who.token(), null, null))
                .map(reply -> {
                    scene.journal().cancelled(who.id(), booking, told(reply));
                    return changed(reply, Kind.CANCEL, End.CANCELLED, intendedNanos);
                });
    }

    private Future<End> move(UUID booking, int from, long intendedNanos) {
        OptionalInt to = scene.popularity().pick(random, number -> number != from);
        if (to.isEmpty()) {
            return Future.succeededFuture(End.BOOKED);
        }
        int slot = to.getAsInt();
        String path = Offer.API + "/bookings/" + booking + "/reschedule";
        return insist(
                        node,
                        writer -> writer.post(
                                path, who.token(), null, scene.offer().body(slot)))
                .map(reply -> {
                    scene.journal().moved(who.id(), booking, scene.offer().id(slot), told(reply));
                    return changed(reply, Kind.MOVE, End.MOVED, intendedNanos);
                });
    }

    private End changed(Reply reply, Kind kind, End done, long intendedNanos) {
        if (reply.outcome() == Outcome.ACKNOWLEDGED) {
            scene.tally().measured(kind, intendedNanos, reply.exchange());
            return done;
        }
        if (reply.is("slot-full") || reply.is("slot-closed")) {
            scene.tally().measured(Kind.REFUSE, intendedNanos, reply.exchange());
        } else if (reply.definite()) {
            scene.tally().unexpected(reply.exchange());
        }
        return reply.definite() ? End.KEPT : End.CHANGE_UNKNOWN;
    }

    private Future<Reply> insist(int at, Function<RequestWriter, Buffer> request) {
        return scene.caller().insist(at, request, crowd.retries(), random);
    }

    private Future<Long> after(Reply reply, int meanMillis) {
        return at(reply.exchange().endNanos() + thinkNanos(meanMillis));
    }

    /** Half to one and a half times the mean. */
    private long thinkNanos(int meanMillis) {
        return (long) (meanMillis * 1e6 * (0.5 + random.nextDouble()));
    }

    /** Waits; the result is the instant that was meant, which is up to a millisecond before the timer fires, never after. */
    private Future<Long> at(long nanos) {
        long millis = Math.floorDiv(nanos - System.nanoTime() + 999_999, 1_000_000L);
        return millis < 1 || scene.caller().stopped()
                ? Future.succeededFuture(nanos)
                : scene.vertx().timer(millis).map(fired -> nanos);
    }
}
