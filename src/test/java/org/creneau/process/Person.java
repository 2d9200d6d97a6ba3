package org.creneau.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.testkit.ContractClient;

/** Somebody with an account, at whatever port the service listens on now. */
record Person(String userCode, String password) {

    private static final AtomicInteger next = new AtomicInteger();

    /** Makes the account. */
    static Person register(ContractClient client) {
        Person person = new Person("Personne" + next.incrementAndGet(), "Canot2026");
        client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", person.userCode)
                        .put("password", person.password)
                        .put("email", person.userCode + "@example.org")
                        .put(
                                "securityQuestions",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("question", "passe-temps")
                                                .put("answer", "Le canot"))
                                        .add(new JsonObject()
                                                .put("question", "livre")
                                                .put("answer", "Maria"))))
                .await()
                .expect(201);
        return person;
    }

    JsonObject logIn(ContractClient client) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", password))
                .await()
                .expect(200);
    }

    String token(ContractClient client) {
        return logIn(client).getString("accessToken");
    }

    /** Books the first slot that can be booked; the booking's id. */
    String book(ContractClient client) {
        String slot = client.get("/slots?type=evaluation-comparative&available=true&limit=1")
                .await()
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        return client.post("/bookings")
                .token(token(client))
                .json(new JsonObject().put("slotId", slot))
                .await()
                .expect(201)
                .getString("id");
    }

    /** The ids of what is booked now. */
    List<String> booked(ContractClient client) {
        return client.get("/bookings").token(token(client)).await().expect(200).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(booking -> "BOOKED".equals(booking.getString("state")))
                .map(booking -> booking.getString("id"))
                .toList();
    }
}
