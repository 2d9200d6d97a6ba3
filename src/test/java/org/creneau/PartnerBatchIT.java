package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Many bookings of a partner's system in one request. */
class PartnerBatchIT extends PartnerBookingCalls {

    @Test
    void manyAreAnsweredEachByItselfInTheirOrder() {
        Slot slot = shown(offer.open(40));
        Slot anothers = shown(offer.add(Offer.SESSION, false, Duration.ofDays(5), Duration.ofHours(-1), 5));
        List<TestClient> clients =
                IntStream.range(0, 50).mapToObj(i -> consenting()).toList();
        JsonArray items = new JsonArray();
        for (int i = 0; i < 50; i++) {
            items.add(item("k" + i, clients.get(i).id().toString(), slot.id().toString()));
        }
        items.add(item("a", backstage.client().id().toString(), slot.id().toString())); // without consent
        items.add(item("b", clients.get(0).id().toString(), anothers.id().toString()));
        items.add(item("c", "nonsense", slot.id().toString()));
        items.add(item("k1", clients.get(1).id().toString(), slot.id().toString())); // the same again

        JsonArray results = batch(items);
        assertEquals(54, results.size());
        for (int i = 0; i < 54; i++) {
            assertEquals(
                    items.getJsonObject(i).getString("key"),
                    results.getJsonObject(i).getString("key"));
        }
        assertEquals(
                40,
                IntStream.range(0, 50).filter(i -> status(results, i) == 201).count());
        assertEquals(
                10,
                IntStream.range(0, 50).filter(i -> status(results, i) == 409).count());
        for (int i = 50; i < 53; i++) {
            assertEquals(404, status(results, i));
            assertEquals(
                    "not-found",
                    results.getJsonObject(i).getJsonObject("problem").getString("code"));
        }
        assertEquals(
                results.getJsonObject(1).getValue("booking"),
                results.getJsonObject(53).getValue("booking"));

        assertEquals(results, batch(items), "a repetition");
        assertEquals(40, offer.count("select count(*) from booking where slot_id = '" + slot.id() + "'"));
    }

    @Test
    void ofOneClientTheFirstOfManyWins() {
        TestClient client = consenting();
        List<Slot> slots =
                IntStream.range(0, 10).mapToObj(i -> shown(offer.open(3))).toList();
        JsonArray items = new JsonArray();
        slots.forEach(slot -> items.add(
                item("k-" + slot.id(), client.id().toString(), slot.id().toString())));

        JsonArray results = batch(items);
        assertEquals(201, status(results, 0));
        for (int i = 1; i < 10; i++) {
            assertEquals(409, status(results, i));
        }
    }

    @Test
    void manyAtOnceGetTheSeatsThereAre() {
        Slot slot = shown(offer.open(30));
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            JsonArray items = new JsonArray();
            for (int j = 0; j < 20; j++) {
                items.add(item("k", consenting().id().toString(), slot.id().toString()));
            }
            answers.add(post("/partner/bookings/batch")
                    .json(new JsonObject().put("bookings", items))
                    .send());
            answers.add(post("/partner/holds")
                    .key("h")
                    .json(slotId(slot).put("clientId", consenting().id().toString()))
                    .send());
        }
        Await.of(Future.all(answers));
        assertEquals(30, offer.count("select count(*) from booking where slot_id = '" + slot.id() + "'"));
        Until.holds(() -> left(slot) == 0);
        Until.holds(() -> backstage.differences(List.of(slot.id())).isEmpty());
    }
}
