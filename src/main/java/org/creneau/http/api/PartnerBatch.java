package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.booking.ForOthers;
import org.creneau.booking.ForOthers.Outcome;
import org.creneau.core.Ids;
import org.creneau.http.Call;
import org.creneau.http.Json;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** Many bookings in one request: each is answered as if it had come alone, under its key, in the order of the request. */
record PartnerBatch(Problems problems, BookingOutcomes bookings) {

    /** In place of an id that cannot be one of ours: there is nothing by this one. */
    static final UUID NOBODY = new UUID(0, 0);

    Future<Reply> answer(Call call, Function<ForOthers.Batch, Future<ForOthers.BatchResult>> ask) {
        JsonArray items = call.body().getJsonArray("bookings");
        List<ForOthers.Book> requests = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            JsonObject item = items.getJsonObject(i);
            requests.add(new ForOthers.Book(
                    call.actor(),
                    Ids.parse(item.getString("clientId")).orElse(NOBODY),
                    Ids.parse(item.getString("slotId")).orElse(NOBODY),
                    PartnerBookingRoutes.source(item),
                    item.getString("key")));
        }
        return ask.apply(new ForOthers.Batch(call.actor(), requests))
                .map(result -> Reply.personal(200, json(requests, result, call), call.lang()));
    }

    private Buffer json(List<ForOthers.Book> requests, ForOthers.BatchResult result, Call call) {
        Buffer json = Buffer.buffer("{\"results\":[");
        for (int i = 0; i < requests.size(); i++) {
            Reply reply = reply(result.outcomes().get(i), call);
            json.appendString(i == 0 ? "{\"key\":" : ",{\"key\":")
                    .appendBuffer(
                            Json.write(Objects.requireNonNull(requests.get(i).key())))
                    .appendString(",\"status\":" + reply.status())
                    .appendString(reply.status() < 300 ? ",\"booking\":" : ",\"problem\":")
                    .appendBuffer(Objects.requireNonNull(reply.body()))
                    .appendString("}");
        }
        return json.appendString("]}");
    }

    private Reply reply(Outcome outcome, Call call) {
        return outcome instanceof Outcome.Answered answered
                ? bookings.booked.reply(answered.result(), call)
                : problems.of(((Outcome.Unknown) outcome).cause(), call);
    }
}
