package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Slots that are cancelled with people in them. */
class CancelledSlotIT extends OnTwoNodes {

    @Test
    void everybodyInACancelledSlotIsToldOnce() {
        Slot slot = offer.open(5);
        TestClient who = registered();
        TestClient leaves = registered();
        book(who, slot);
        Await.of(crowd.cancel(one, leaves, book(leaves, slot))).expect(200);
        Response begun = desk.cancel(slot).await();
        assertEquals(
                begun.json().getString("id"),
                ministry.cancel(slot).await().expect(202).getString("id"));
        JsonObject job = desk.done(begun);
        assertEquals(List.of(1, 1, 0, 0), counts(job));
        assertEquals("CANCEL_SLOT", job.getString("kind"));
        assertEquals(
                List.of(List.of("CANCELLED", "PARTNER"), List.of("CANCELLED", "CLIENT")),
                offer.rows(
                        "select state, changed_source from booking where client_id in ('%s', '%s') order by created_at"
                                .formatted(who.id(), leaves.id())));
        Until.holds(() -> mails(who).size() == 2 && mails(leaves).size() == 2);
        assertEquals(
                List.of("BOOKING_CALLED_OFF", "L'animatrice est <malade>.", "false", "1"),
                mails(who).get(1));
        assertEquals("BOOKING_CANCELLED", mails(leaves).get(1).get(0));
        // And may book the type again.
        Slot next = offer.open(5);
        Until.holds(() -> Await.of(crowd.book(one, who, next, null)).status() == 201);
        desk.capacity(slot, 3).await().expect(409, "slot-closed");
        desk.reopen(slot).await().expect(409, "slot-closed");
        assertEquals("CANCELLED", ministry.shown(slot.id()).getString("status"));
        everythingIsInOrder();
    }

    @Test
    void aSlotIsCancelledInACrowd() {
        Slot slot = offer.open(400);
        List<TestClient> clients = backstage.clients(500);
        List<Future<Response>> crowding = new java.util.ArrayList<>();
        for (int i = 0; i < 250; i++) {
            crowding.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), slot, "k"));
        }
        Until.holds(() -> booked(slot) > 20);
        Future<Response> cancelled = desk.cancel(slot).send();
        for (int i = 250; i < 500; i++) {
            crowding.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), slot, "k"));
        }
        JsonObject job = desk.done(Await.of(cancelled));
        Await.of(Future.all(crowding));
        assertEquals(0, booked(slot));
        long accepted = crowding.stream()
                .filter(answer -> answer.result().status() == 201)
                .count();
        assertEquals(accepted, job.getInteger("done").longValue());
        everythingIsInOrder();
    }

    private List<TestClient> consenting(int count) {
        List<TestClient> clients = backstage.clients(count);
        clients.forEach(client -> backstage.consent(client.id(), "clef"));
        return clients;
    }

    @Test
    void whatIsHeldEndsWithItsSlotAndNobodyIsToldOfIt() {
        Slot slot = offer.open(5);
        TestClient system = backstage.partner("clef");
        TestClient who = registered();
        backstage.consent(who.id(), "clef");
        String hold = Await.of(hold(system, who, slot)).expect(201).getString("id");
        assertEquals(List.of(1, 1, 0, 0), counts(desk.done(desk.cancel(slot).await())));
        one.client()
                .post("/partner/holds/" + hold + "/confirm")
                .token(system.token())
                .await()
                .expect(409, "hold-expired");
        one.client()
                .post("/partner/holds/" + hold + "/release")
                .token(system.token())
                .await()
                .expect(200);
        assertEquals(
                new JsonArray(),
                one.client()
                        .get("/bookings")
                        .token(who.token())
                        .await()
                        .expect(200)
                        .getJsonArray("items"));
        assertEquals(
                List.of(List.of("HELD"), List.of("CANCELLED")),
                offer.rows("select to_state from booking_history order by id"));
        Until.holds(() -> offer.count("select history_id from booking_mail_progress") >= 2);
        assertEquals(List.of(), mails(who));
        everythingIsInOrder();
    }

    /** Bookings, holds that run out, a capacity that goes down and up, and in the end nobody is in it. */
    @Test
    void allAtOnce() {
        Slot slot = offer.open(150);
        Slot cancelled = offer.open(150);
        TestClient system = backstage.partner("clef");
        List<TestClient> holders = consenting(80);
        List<TestClient> clients = backstage.clients(400);
        List<Future<Response>> held = new java.util.ArrayList<>();
        List<Future<Response>> booked = new java.util.ArrayList<>();
        List<Integer> capacities = List.of(60, 120, 40, 100);
        Future<Response> cancellation = Future.succeededFuture();
        for (int wave = 0; wave < capacities.size(); wave++) {
            for (int i = wave * 20; i < wave * 20 + 20; i++) {
                held.add(hold(system, holders.get(i), i % 2 == 0 ? slot : cancelled));
            }
            for (int i = wave * 100; i < wave * 100 + 100; i++) {
                booked.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), i % 3 == 0 ? cancelled : slot, "k"));
            }
            desk.capacity(slot, capacities.get(wave)).await().expect(200);
            ministry.capacity(cancelled, capacities.get(wave)).await();
            offer.execute("update booking set expires_at = clock_timestamp() where state = 'HELD' and seat % 2 = 0");
            if (wave == 1) {
                cancellation = desk.cancel(cancelled).send();
            }
        }
        JsonObject job = desk.done(Await.of(cancellation));
        Await.of(Future.all(held));
        Await.of(Future.all(booked));
        assertEquals(0, job.getInteger("failed"));
        Until.holds(() ->
                offer.count("select count(*) from booking where state = 'HELD' and expires_at < clock_timestamp()")
                        == 0);
        assertEquals(
                0,
                offer.count("select count(*) from booking where state in ('BOOKED', 'HELD') and slot_id = '"
                        + cancelled.id() + "'"));
        assertTrue(booked(slot) >= 40);
        // Whoever has a seat keeps it; of the others no more than may sit are left in the end.
        String taken =
                "select count(*) from booking where state in ('BOOKED', 'HELD') and slot_id = '" + slot.id() + "'";
        Until.holds(() -> desk.shown(slot.id()).getInteger("capacity") == Math.max(100, offer.count(taken)));
        everythingIsInOrder();
    }

    /** The control: who cancels at once those that are there forgets those on the way. */
    @Test
    void withoutWaitingSomebodyIsLeftInACancelledSlot() {
        offer.slowInserts();
        // A machine that stands still for a moment cancels everybody; not five times in a row.
        boolean left = false;
        for (int round = 0; round < 5 && !left; round++) {
            left = somebodyIsLeftInTheSlotThatIsCancelledWithoutWaiting();
        }
        assertTrue(left);
        assertEquals(List.of("nobody is left in a slot whose cancellation is done"), broken());
    }

    private boolean somebodyIsLeftInTheSlotThatIsCancelledWithoutWaiting() {
        Slot slot = offer.open(500);
        UUID job = Ids.next();
        List<Future<Response>> crowding = backstage.clients(60).stream()
                .map(who -> crowd.book(one, who, slot, "k"))
                .toList();
        Until.holds(() -> offer.count(
                                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                        > 0
                || booked(slot) > 0);
        offer.execute("""
                update slot set publication = 'CANCELLED', closed_at = now() where id = '%2$s';
                insert into change_job (id, kind, organisation_id, slot_id, reason, actor, source, state)
                    values ('%1$s', 'CANCEL_SLOT', 'clef', '%2$s', 'r', '%1$s', 'PARTNER', 'DONE');
                insert into change_job_slot (job_id, slot_id) values ('%1$s', '%2$s');
                with gone as (
                    update booking set state = 'CANCELLED' where slot_id = '%2$s' returning id
                )
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                select id, '%1$s', 'PARTNER', 'BOOKED', 'CANCELLED' from gone""".formatted(job, slot.id()));
        Await.of(Future.join(crowding).otherwiseEmpty());
        return booked(slot) > 0;
    }
}
