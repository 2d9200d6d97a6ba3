package org.creneau.seat;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What Redis answers about seats, in either protocol (RESP2 or RESP3). */
final class SeatAnswers {

    private SeatAnswers() {}

    /** To {@code HMGET incarnation left leases} and {@code HSTRLEN seats}; empty as for {@link #sheet}. */
    static Optional<SeatHead> head(Response numbers, Response capacity, String incarnation) {
        return numbers.get(0) == null || !numbers.get(0).toString().equals(incarnation)
                ? Optional.empty()
                : Optional.of(new SeatHead(
                        capacity.toInteger(),
                        numbers.get(1).toInteger(),
                        numbers.get(2).toInteger()));
    }

    /** To {@link Script#TAKE}. */
    static TakeResult takeResult(Response response) {
        if (response.size() == 1) {
            return new TakeResult.NotLoaded();
        }
        List<TakeAnswer> answers = new ArrayList<>(response.size() - 4);
        for (int i = 4; i < response.size(); i++) {
            answers.add(takeAnswer(response.get(i)));
        }
        return new TakeResult.Answered(
                response.get(1).toLong(), response.get(2).toInteger(), holders(response.get(3)), answers);
    }

    private static @Nullable Set<UUID> holders(Response response) {
        if (response.type() != ResponseType.MULTI) {
            return null;
        }
        Set<UUID> holders = new HashSet<>();
        response.forEach(client -> holders.add(UUID.fromString(client.toString())));
        return holders;
    }

    private static TakeAnswer takeAnswer(Response response) {
        if (response.type() == ResponseType.NUMBER) {
            int number = response.toInteger();
            return number >= 0 ? new TakeAnswer.Taken(number) : new TakeAnswer.Full(number == -2);
        }
        String text = response.toString();
        int colon = text.indexOf(':');
        SeatRecord held = SeatRecord.parse(text.substring(colon + 1));
        return new TakeAnswer.Holding(Integer.parseInt(text.substring(0, colon)), held.bookingId(), held.lease());
    }

    /** To {@code HGETALL}; empty when the slot is absent or was loaded under another incarnation. */
    static Optional<SeatSheet> sheet(Response response, String incarnation) {
        Map<Integer, SeatRecord> seats = new HashMap<>();
        Map<String, String> head = new HashMap<>();
        forEach(response, (field, value) -> {
            if (field.charAt(0) == 's' && !field.equals("seats")) {
                seats.put(Integer.parseInt(field.substring(1)), SeatRecord.parse(value.toString()));
            } else if (field.charAt(0) != 'c') {
                head.put(field, value.toString());
            }
        });
        String left = head.get("left");
        String leases = head.get("leases");
        String free = head.get("seats");
        if (!incarnation.equals(head.get("incarnation")) || left == null || leases == null || free == null) {
            return Optional.empty();
        }
        return Optional.of(new SeatSheet(free.length(), Integer.parseInt(left), Integer.parseInt(leases), seats));
    }

    /** A RESP3 map has keys; a RESP2 one arrives as a list, in which looking up each key would read all of it. */
    private static void forEach(Response response, BiConsumer<String, Response> entry) {
        if (response.isMap()) {
            response.getKeys().forEach(field -> entry.accept(field, response.get(field)));
        } else {
            for (int i = 0; i + 1 < response.size(); i += 2) {
                entry.accept(response.get(i).toString(), response.get(i + 1));
            }
        }
    }
}
