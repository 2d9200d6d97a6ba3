package org.creneau.change;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.creneau.slot.Slot;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.Until;

/** What a manager does, on one node. */
record Desk(TestNode node, TestClient manager) {

    private static final JsonObject REASON = new JsonObject().put("reason", "L'animatrice est <malade>.");

    Request capacity(Slot slot, int capacity) {
        return node.client()
                .put("/staff/slots/" + slot.id() + "/capacity")
                .token(manager.token())
                .json(new JsonObject().put("capacity", capacity));
    }

    Request close(Slot slot) {
        return node.client().post("/staff/slots/" + slot.id() + "/close").token(manager.token());
    }

    Request reopen(Slot slot) {
        return node.client().post("/staff/slots/" + slot.id() + "/reopen").token(manager.token());
    }

    Request cancel(Slot slot) {
        return node.client()
                .post("/staff/slots/" + slot.id() + "/cancel")
                .token(manager.token())
                .json(REASON);
    }

    /** @param times starts and ends of segments */
    Request move(Slot slot, Instant... times) {
        JsonArray segments = new JsonArray();
        for (int i = 0; i < times.length; i += 2) {
            segments.add(new JsonObject().put("start", times[i].toString()).put("end", times[i + 1].toString()));
        }
        return move(slot, REASON.copy().put("segments", segments));
    }

    Request move(Slot slot, JsonObject to) {
        return node.client()
                .post("/staff/slots/" + slot.id() + "/move")
                .token(manager.token())
                .json(to);
    }

    Request cancelDay(String organisation, String date) {
        return node.client()
                .post("/staff/days/cancel")
                .token(manager.token())
                .json(REASON.copy().put("organisation", organisation).put("date", date));
    }

    JsonObject job(String id) {
        return node.client()
                .get("/staff/jobs/" + id)
                .token(manager.token())
                .await()
                .expect(200);
    }

    /** The job, once it is done. */
    JsonObject done(Response begun) {
        String id = begun.expect(202).getString("id");
        return Until.answers(() -> job(id), job -> job.getString("state").equals("DONE"));
    }

    /** As everybody sees it. */
    JsonObject shown(UUID slot) {
        return node.client().get("/slots/" + slot).await().expect(200);
    }
}
