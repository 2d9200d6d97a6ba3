package org.creneau.seat;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The seats of each slot in Redis: one key per slot, changed by atomic scripts only.
 *
 * <p>Nothing here is the last word: a wrong entry costs one conflict in PostgreSQL, never a double sale. Every call
 * names the incarnation of the data set that it believes in; where the slot's differs, the slot counts as not loaded.
 */
public final class SeatLedger {

    private static final String NONE = "";
    private static final String ANY = "*";

    /**
     * A slot goes from Redis when nobody took a seat of it for so long, or Redis would keep all that there ever were. Longer
     * than any lease by far; what goes too soon is loaded again.
     */
    private static final Duration KEPT = Duration.ofDays(30);

    private final RedisCalls calls;
    private final Incarnation incarnation;
    private final FreedSeats news;

    SeatLedger(RedisCalls calls, Incarnation incarnation, FreedSeats news) {
        this.calls = calls;
        this.incarnation = incarnation;
        this.news = news;
    }

    /** A seat and the booking that has it. */
    public record Held(int seat, UUID bookingId) {}

    /**
     * Takes a seat for each request, or says why not.
     *
     * @param wantHolders whether to tell, if the slot is full, who has its seats
     */
    public Future<TakeResult> take(UUID slotId, List<TakeRequest> requests, boolean wantHolders) {
        return believing(name -> {
            List<String> arguments = new ArrayList<>(3 + 3 * requests.size());
            arguments.add(name);
            arguments.add(wantHolders ? "1" : "0");
            arguments.add(Long.toString(KEPT.toSeconds()));
            for (TakeRequest request : requests) {
                arguments.add(request.bookingId().toString());
                arguments.add(request.clientId().toString());
                arguments.add(Long.toString(request.deadlineMillis()));
            }
            return calls.eval(Script.TAKE, key(slotId), arguments).map(SeatAnswers::takeResult);
        });
    }

    /**
     * Gives seats back; one that is no longer held by the named booking is left alone. When this completes, nobody on
     * this node believes any more that the slot is full.
     *
     * @param recorded whether PostgreSQL had the booking: its client may then ask for it again by its request key
     */
    public Future<Void> release(UUID slotId, List<Held> seats, boolean recorded) {
        return believing(name -> {
            List<String> arguments = new ArrayList<>(List.of(name, FreedSeats.CHANNEL, slotId.toString()));
            for (Held held : seats) {
                arguments.add(Integer.toString(held.seat()));
                arguments.add(held.bookingId().toString());
                arguments.add(recorded ? "1" : "0");
            }
            return release(slotId, arguments);
        });
    }

    /**
     * Gives a lease back that nobody will record, unless it was prolonged since it was seen. Its booking may have been
     * recorded and be over by now, so the client is remembered as somebody who had one.
     */
    public Future<Void> releaseLease(UUID slotId, int seat, UUID bookingId, long deadlineMillis) {
        String lease = bookingId + ":" + deadlineMillis + ":";
        return believing(name -> release(
                slotId, List.of(name, FreedSeats.CHANNEL, slotId.toString(), Integer.toString(seat), lease, "1")));
    }

    private Future<Void> release(UUID slotId, List<String> arguments) {
        return calls.eval(Script.RELEASE, key(slotId), arguments).map(response -> {
            long version = response.toLong();
            if (version > 0) {
                news.tell(slotId, version);
            }
            return null;
        });
    }

    /** Turns leases into recorded bookings. */
    public Future<Void> confirm(UUID slotId, List<Held> seats) {
        return believing(name -> {
            List<String> arguments = new ArrayList<>(List.of(name));
            for (Held held : seats) {
                arguments.add(Integer.toString(held.seat()));
                arguments.add(held.bookingId().toString());
            }
            return calls.eval(Script.CONFIRM, key(slotId), arguments).mapEmpty();
        });
    }

    /**
     * Notes who has a seat in PostgreSQL, if Redis still says what it said when the difference was found.
     *
     * @param seen that; empty: the seat was free
     */
    public Future<Void> mark(UUID slotId, Occupant occupant, Optional<SeatRecord> seen) {
        return mark(slotId, occupant, seen.map(SeatRecord::format).orElse(NONE));
    }

    /** Notes who has a seat in PostgreSQL, whatever Redis says. */
    public Future<Void> mark(UUID slotId, Occupant occupant) {
        return mark(slotId, occupant, ANY);
    }

    private Future<Void> mark(UUID slotId, Occupant occupant, String expected) {
        String seat = String.valueOf(occupant.seat());
        String booking = occupant.bookingId().toString();
        return believing(name -> calls.eval(
                        Script.MARK, key(slotId), List.of(name, seat, expected, booking, text(occupant.clientId())))
                .mapEmpty());
    }

    /** The epoch under which the slot is loaded, suspect or not; empty when it is absent. For {@link #install}. */
    public Future<String> epoch(UUID slotId) {
        return calls.send(Request.cmd(Command.HGET).arg(key(slotId)).arg("epoch"))
                .map(response -> response == null ? NONE : response.toString());
    }

    /**
     * The epoch for {@link #install} of a slot that is absent or suspect; empty when it is loaded under the present data
     * set.
     */
    public Future<Optional<String>> epochUnlessLoaded(UUID slotId) {
        return believing(name -> calls.send(Request.cmd(Command.HMGET)
                        .arg(key(slotId))
                        .arg("incarnation")
                        .arg("epoch"))
                .map(found -> {
                    boolean loaded =
                            found.get(0) != null && found.get(0).toString().equals(name);
                    String epoch = found.get(1) == null ? NONE : found.get(1).toString();
                    return loaded ? Optional.empty() : Optional.of(epoch);
                }));
    }

    /**
     * Loads a slot from what PostgreSQL has, unless somebody else did since {@code seenEpoch} was read.
     *
     * @return whether it was installed
     */
    public Future<Boolean> install(
            UUID slotId, String seenEpoch, long newEpoch, int capacity, List<Occupant> occupants) {
        return believing(name -> {
            List<String> arguments = new ArrayList<>(List.of(
                    name,
                    FreedSeats.CHANNEL,
                    slotId.toString(),
                    seenEpoch,
                    Long.toString(newEpoch),
                    Integer.toString(capacity),
                    Long.toString(KEPT.toSeconds())));
            for (Occupant occupant : occupants) {
                arguments.add(occupant.seat() == null ? NONE : occupant.seat().toString());
                arguments.add(occupant.bookingId().toString());
                arguments.add(text(occupant.clientId()));
            }
            return calls.eval(Script.INSTALL, key(slotId), arguments).map(response -> response.toInteger() == 1);
        });
    }

    /** All about the slot; empty when it is not loaded or suspect. */
    public Future<Optional<SeatSheet>> read(UUID slotId) {
        return believing(name -> calls.send(Request.cmd(Command.HGETALL).arg(key(slotId)))
                .map(response -> SeatAnswers.sheet(response, name)));
    }

    /** The numbers of each of the slots; those that are not loaded or suspect are absent. */
    public Future<Map<UUID, SeatHead>> heads(Collection<UUID> slotIds) {
        return believing(name -> {
            Map<UUID, SeatHead> heads = new HashMap<>();
            return Future.all(slotIds.stream()
                            .map(id -> head(id, name).onSuccess(found -> found.ifPresent(head -> heads.put(id, head))))
                            .toList())
                    .map(heads);
        });
    }

    private Future<Optional<SeatHead>> head(UUID slotId, String incarnation) {
        Future<Response> numbers = calls.send(Request.cmd(Command.HMGET)
                .arg(key(slotId))
                .arg("incarnation")
                .arg("left")
                .arg("leases"));
        Future<Response> capacity =
                calls.send(Request.cmd(Command.HSTRLEN).arg(key(slotId)).arg("seats"));
        return Future.all(numbers, capacity)
                .map(both -> SeatAnswers.head(numbers.result(), capacity.result(), incarnation));
    }

    /** Seats left in each of the slots; those that are not loaded or suspect are absent. */
    Future<Map<UUID, Integer>> left(List<UUID> slotIds) {
        return believing(name -> {
            List<Future<Response>> answers = slotIds.stream()
                    .map(id -> calls.send(Request.cmd(Command.HMGET)
                            .arg(key(id))
                            .arg("incarnation")
                            .arg("left")))
                    .collect(Collectors.toList());
            return Future.all(answers).map(all -> {
                Map<UUID, Integer> left = new HashMap<>();
                for (int i = 0; i < slotIds.size(); i++) {
                    Response answer = answers.get(i).result();
                    if (answer.get(0) != null && answer.get(0).toString().equals(name)) {
                        left.put(slotIds.get(i), answer.get(1).toInteger());
                    }
                }
                return left;
            });
        });
    }

    private <T> Future<T> believing(Function<String, Future<T>> call) {
        return incarnation.name().compose(call);
    }

    private static String key(UUID slotId) {
        return "creneau:slot:{" + slotId + "}";
    }

    private static String text(@Nullable UUID id) {
        return id == null ? NONE : id.toString();
    }
}
