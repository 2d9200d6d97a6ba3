package org.creneau.ops;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.jspecify.annotations.Nullable;

/** Holds what the clients were told against what PostgreSQL has in the end. */
public final class HistoryChecker {

    /** @param changedAt when it got its last state, or later */
    private record Final(
            UUID id,
            UUID clientId,
            UUID slotId,
            int seat,
            String state,
            @Nullable String requestKey,
            @Nullable UUID rescheduledTo,
            Instant createdAt,
            Instant changedAt) {

        Place place() {
            return new Place(slotId, seat);
        }
    }

    private record Place(UUID slotId, int seat) {}

    /**
     * What clients gave up, or may have, and slots that were called off.
     *
     * @param bookings that were cancelled, moved or released
     */
    private record GivenUp(Set<UUID> bookings, Set<UUID> slots) {

        static GivenUp in(ClientHistory history) {
            GivenUp all = new GivenUp(new HashSet<>(), new HashSet<>());
            for (Attempt attempt : history.attempts()) {
                if (attempt.outcome() != Outcome.REFUSED) {
                    switch (attempt.action()) {
                        case CANCEL, RELEASE -> add(all.bookings, attempt.bookingId());
                        case RESCHEDULE -> add(all.bookings, attempt.formerBookingId());
                        case CANCEL_SLOT -> add(all.slots, attempt.slotId());
                        case BOOK, HOLD, CONFIRM -> {}
                    }
                }
            }
            return all;
        }
    }

    private record Key(UUID clientId, String requestKey) {}

    private static final String HELD_UNTIL = "a seat is held until the end that was told";

    private final SqlClient client;

    public HistoryChecker(SqlClient client) {
        this.client = client;
    }

    /** Looks for answers that were lies; an empty list is the proof. */
    public Future<List<Violation>> check(ClientHistory history) {
        return client.query("select id, client_id, slot_id, seat, state, request_key, rescheduled_to,"
                        + " created_at, updated_at from booking")
                .execute()
                .map(rows -> {
                    Map<UUID, Final> bookings = new HashMap<>();
                    for (Row row : rows) {
                        Final booking = new Final(
                                row.getUUID(0),
                                row.getUUID(1),
                                row.getUUID(2),
                                row.getInteger(3),
                                row.getString(4),
                                row.getString(5),
                                row.getUUID(6),
                                row.getOffsetDateTime(7).toInstant(),
                                row.getOffsetDateTime(8).toInstant());
                        bookings.put(booking.id(), booking);
                    }
                    List<Violation> violations = new ArrayList<>();
                    GivenUp givenUp = GivenUp.in(history);
                    acknowledgedStand(history, bookings, givenUp, violations);
                    heldUntilTheEnd(history, bookings, givenUp, violations);
                    onlyConfirmedIsBooked(history, bookings, violations);
                    keysMeanOneBooking(history, violations);
                    refusedMeansNothing(history, bookings, violations);
                    movesLeaveOne(history, bookings, violations);
                    return violations;
                });
    }

    /** Each acknowledged booking is there, unless its end was asked for and acknowledged or left open. */
    private static void acknowledgedStand(
            ClientHistory history, Map<UUID, Final> bookings, GivenUp givenUp, List<Violation> violations) {
        for (Attempt attempt : history.attempts()) {
            UUID id = attempt.bookingId();
            if (attempt.outcome() != Outcome.ACKNOWLEDGED || id == null) {
                continue;
            }
            Final booking = bookings.get(id);
            if (booking == null) {
                violations.add(new Violation("an acknowledged booking is there", id + " is missing"));
            } else if (!booking.clientId().equals(attempt.clientId())) {
                violations.add(new Violation("an acknowledged booking is the client's", id.toString()));
            } else if (ends(attempt.action())) {
                if (!booking.state().equals("CANCELLED")) {
                    violations.add(new Violation("an acknowledged cancellation holds", id + " is " + booking.state()));
                }
            } else if (!booking.slotId().equals(attempt.slotId())) {
                violations.add(new Violation("an acknowledged booking is in its slot", id.toString()));
            } else if (attempt.action() != Action.HOLD && !booking.state().equals("BOOKED")) {
                boolean sentHome =
                        booking.state().equals("CANCELLED") && givenUp.slots().contains(booking.slotId());
                if (!givenUp.bookings().contains(id) && !sentHome) {
                    violations.add(new Violation("an acknowledged booking stands", id + " is " + booking.state()));
                }
            }
        }
    }

    private static boolean ends(Action action) {
        return action == Action.CANCEL || action == Action.RELEASE;
    }

    private static void add(Set<UUID> set, @Nullable UUID id) {
        if (id != null) {
            set.add(id);
        }
    }

    /**
     * A seat that a client was told is held until an instant is nobody else's before it, and what is held does not end,
     * unless the client gave it up or the slot was called off.
     */
    private static void heldUntilTheEnd(
            ClientHistory history, Map<UUID, Final> bookings, GivenUp givenUp, List<Violation> violations) {
        Map<Place, List<Final>> bySeat = bookings.values().stream().collect(Collectors.groupingBy(Final::place));
        for (Attempt attempt : history.attempts()) {
            Instant until = attempt.heldUntil();
            Final held = attempt.outcome() == Outcome.ACKNOWLEDGED && attempt.bookingId() != null
                    ? bookings.get(attempt.bookingId())
                    : null;
            if (until == null
                    || held == null
                    || givenUp.bookings().contains(held.id())
                    || givenUp.slots().contains(held.slotId())) {
                continue;
            }
            if (held.state().equals("CANCELLED") && held.changedAt().isBefore(until)) {
                violations.add(
                        new Violation(HELD_UNTIL, held.id() + " ended " + held.changedAt() + ", not at " + until));
            }
            bySeat.getOrDefault(held.place(), List.of()).stream()
                    .filter(other -> other.createdAt().isAfter(held.createdAt())
                            && other.createdAt().isBefore(until))
                    .forEach(other -> violations.add(new Violation(
                            HELD_UNTIL, held.id() + " until " + until + ", the seat is of " + other.id())));
        }
    }

    /** What was held becomes a booking when it is confirmed, and not before, nor when that was refused. */
    private static void onlyConfirmedIsBooked(
            ClientHistory history, Map<UUID, Final> bookings, List<Violation> violations) {
        Set<UUID> confirmed = new HashSet<>();
        for (Attempt attempt : history.attempts()) {
            if (attempt.action() == Action.CONFIRM && attempt.outcome() != Outcome.REFUSED) {
                add(confirmed, attempt.bookingId());
            }
        }
        for (Attempt attempt : history.attempts()) {
            Final held = attempt.action() == Action.HOLD && attempt.bookingId() != null
                    ? bookings.get(attempt.bookingId())
                    : null;
            if (held != null
                    && !confirmed.contains(held.id())
                    && !held.state().equals("HELD")
                    && !held.state().equals("CANCELLED")) {
                violations.add(new Violation(
                        "what is held is booked when it is confirmed", held.id() + " is " + held.state()));
            }
        }
    }

    /** The same request key gives the same booking, however often and wherever it is sent. */
    private static void keysMeanOneBooking(ClientHistory history, List<Violation> violations) {
        Map<Key, Set<UUID>> answers = new HashMap<>();
        for (Attempt attempt : history.attempts()) {
            String key = attempt.requestKey();
            UUID id = attempt.bookingId();
            if (attempt.outcome() == Outcome.ACKNOWLEDGED && key != null && id != null) {
                answers.computeIfAbsent(new Key(attempt.clientId(), key), k -> new HashSet<>())
                        .add(id);
            }
        }
        answers.forEach((key, ids) -> {
            if (ids.size() > 1) {
                violations.add(
                        new Violation("a request key means one booking", "client " + key.clientId() + ": " + ids));
            }
        });
    }

    /**
     * Nothing is booked for a client that was refused and never granted: neither under the same key, nor, without a
     * key, in a slot for which every attempt of the client was refused.
     */
    private static void refusedMeansNothing(
            ClientHistory history, Map<UUID, Final> bookings, List<Violation> violations) {
        Map<Key, Final> byKey = bookings.values().stream()
                .filter(booking -> booking.requestKey() != null)
                .collect(Collectors.toMap(
                        booking -> new Key(booking.clientId(), Objects.requireNonNull(booking.requestKey())),
                        booking -> booking,
                        (one, other) -> one));
        Set<String> slotsOfClients = bookings.values().stream()
                .map(booking -> booking.clientId() + " in " + booking.slotId())
                .collect(Collectors.toSet());
        Set<String> notOnlyRefused = history.attempts().stream()
                .filter(attempt -> attempt.outcome() != Outcome.REFUSED)
                .map(attempt -> attempt.clientId() + " in " + attempt.slotId())
                .collect(Collectors.toSet());
        Set<Key> granted = history.attempts().stream()
                .filter(attempt -> attempt.outcome() == Outcome.ACKNOWLEDGED && attempt.requestKey() != null)
                .map(attempt -> new Key(attempt.clientId(), Objects.requireNonNull(attempt.requestKey())))
                .collect(Collectors.toSet());
        for (Attempt attempt : history.attempts()) {
            if (attempt.outcome() != Outcome.REFUSED || !takesASeat(attempt.action())) {
                continue;
            }
            String requestKey = attempt.requestKey();
            if (requestKey != null) {
                Key key = new Key(attempt.clientId(), requestKey);
                Final booking = granted.contains(key) ? null : byKey.get(key);
                if (booking != null && booking.slotId().equals(attempt.slotId())) {
                    violations.add(new Violation(
                            "refused means not booked", booking.id().toString()));
                }
            } else {
                String place = attempt.clientId() + " in " + attempt.slotId();
                if (slotsOfClients.contains(place) && !notOnlyRefused.contains(place)) {
                    violations.add(new Violation("refused means not booked", "client " + place));
                }
            }
        }
    }

    private static boolean takesASeat(Action action) {
        return action == Action.BOOK || action == Action.HOLD || action == Action.RESCHEDULE;
    }

    /** An acknowledged move leaves the old booking rescheduled to the new one. */
    private static void movesLeaveOne(ClientHistory history, Map<UUID, Final> bookings, List<Violation> violations) {
        for (Attempt attempt : history.attempts()) {
            UUID former = attempt.formerBookingId();
            if (attempt.action() != Action.RESCHEDULE
                    || attempt.outcome() != Outcome.ACKNOWLEDGED
                    || former == null
                    || former.equals(attempt.bookingId())) {
                continue;
            }
            Final old = bookings.get(former);
            if (old == null || !Objects.equals(old.rescheduledTo(), attempt.bookingId())) {
                violations.add(new Violation(
                        "a move leaves exactly one booking", former + " does not lead to " + attempt.bookingId()));
            }
        }
    }
}
