package org.creneau.testkit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
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

    /** Holds a seat once, for somebody who has consented to it; the system is a partner's. */
    public Future<Response> hold(TestNode node, TestClient system, TestClient who, Slot slot, String key) {
        JsonObject wish = to(slot).put("clientId", who.id().toString());
        return node.client()
                .post("/partner/holds")
                .token(system.token())
                .key(key)
                .json(wish)
                .send()
                .onSuccess(response -> {
                    boolean held = response.status() == 201;
                    attempts.add(new Attempt(
                            who.id(),
                            Action.HOLD,
                            outcome(response),
                            key,
                            slot.id(),
                            held ? id(response) : null,
                            null,
                            held ? until(response) : null));
                });
    }

    private static Instant until(Response held) {
        return OffsetDateTime.parse(held.json().getString("expiresAt")).toInstant();
    }

    /** Makes a booking of what is held. */
    public Future<Response> confirm(TestNode node, TestClient system, TestClient who, Slot slot, UUID held) {
        return decide(node, system, who, slot, held, Action.CONFIRM, "confirm");
    }

    /** Gives back what is held. */
    public Future<Response> release(TestNode node, TestClient system, TestClient who, Slot slot, UUID held) {
        return decide(node, system, who, slot, held, Action.RELEASE, "release");
    }

    private Future<Response> decide(
            TestNode node, TestClient system, TestClient who, Slot slot, UUID held, Action action, String word) {
        return node.client()
                .post("/partner/holds/" + held + "/" + word)
                .token(system.token())
                .send()
                .onSuccess(response -> note(who, action, response, null, slot, held, null));
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
        attempts.add(new Attempt(
                who.id(), action, outcome(response), key, slot == null ? null : slot.id(), booking, former));
    }

    private static Outcome outcome(Response response) {
        if (response.status() < 300) {
            return Outcome.ACKNOWLEDGED;
        }
        return response.status() < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
    }
}
