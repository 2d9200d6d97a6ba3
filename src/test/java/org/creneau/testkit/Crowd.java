package org.creneau.testkit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.creneau.slot.Slot;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.jspecify.annotations.Nullable;

/** Clients that act at the same time; it writes down what each was told, for the checker. */
public final class Crowd {

    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    /** What everybody was told so far. */
    public ClientHistory history() {
        return new ClientHistory(List.copyOf(attempts));
    }

    /** Books once. */
    public Future<Response> book(TestNode node, TestClient who, Slot slot, @Nullable String key) {
        Request request = node.client().post("/bookings").token(who.token()).json(to(slot));
        return (key == null ? request : request.key(key)).send().onSuccess(response -> {
            UUID made = response.status() == 201 ? id(response) : null;
            note(who, Action.BOOK, response, key, slot, made, null);
        });
    }

    /** Moves a booking once. */
    public Future<Response> move(TestNode node, TestClient who, UUID booking, Slot slot) {
        return node.client()
                .post("/bookings/" + booking + "/reschedule")
                .token(who.token())
                .json(to(slot))
                .send()
                .onSuccess(response -> {
                    UUID now = response.status() == 200 ? id(response) : booking;
                    note(who, Action.RESCHEDULE, response, null, slot, now, booking);
                });
    }

    /** Cancels a booking once. */
    public Future<Response> cancel(TestNode node, TestClient who, UUID booking) {
        return node.client()
                .post("/bookings/" + booking + "/cancel")
                .token(who.token())
                .send()
                .onSuccess(response -> note(who, Action.CANCEL, response, null, null, booking, null));
    }

    /** The booking in an answer. */
    public static UUID id(Response response) {
        return UUID.fromString(response.json().getString("id"));
    }

    private static JsonObject to(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private void note(
            TestClient who,
            Action action,
            Response response,
            @Nullable String key,
            @Nullable Slot slot,
            @Nullable UUID booking,
            @Nullable UUID former) {
        Outcome outcome = response.status() < 300
                ? Outcome.ACKNOWLEDGED
                : response.status() < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
        attempts.add(new Attempt(who.id(), action, outcome, key, slot == null ? null : slot.id(), booking, former));
    }
}
