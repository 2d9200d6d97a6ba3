package org.creneau.loadtest.fault;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.Seeding;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.jspecify.annotations.Nullable;

/** A few clients who do what a scene asks of them, and remember what they were told. */
final class Guests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Set<String> OPEN = Set.of("OPEN", "FULL");

    /**
     * What came back.
     *
     * @param status 0: nothing
     * @param id of the booking in it
     */
    record Answer(int status, @Nullable UUID id) {

        boolean granted() {
            return status / 100 == 2;
        }

        boolean definite() {
            return granted() || (status / 100 == 4 && status != 429);
        }
    }

    private record Wish(int guest, String key, UUID slot) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Target> nodes;
    private final List<String> tokens;
    private final Map<Wish, List<Answer>> told = new LinkedHashMap<>();
    private final List<Attempt> cancellations = new ArrayList<>();

    Guests(List<Target> nodes, Seeding seeding) {
        this.nodes = nodes;
        try {
            this.tokens = Files.readAllLines(seeding.tokens(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a booking; the answer counts when it comes. */
    CompletableFuture<Answer> book(int guest, int node, UUID slot, String key) {
        Wish wish = new Wish(guest, key, slot);
        note(wish);
        HttpRequest request = request(guest, node, "/bookings")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"slotId\":\"" + slot + "\"}"))
                .build();
        return send(request).thenApply(answer -> note(wish, answer));
    }

    /**
     * Sends a booking again and again until an answer is good enough or time is up; the last answer.
     *
     * @param newKeys whether each time is a new wish, and not a repetition
     */
    Answer insist(int guest, int node, UUID slot, String key, boolean newKeys, int seconds, Predicate<Answer> enough) {
        Answer[] last = {new Answer(0, null)};
        int[] tries = {0};
        Blocking.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds), () -> {
            last[0] = book(guest, node, slot, newKeys ? key + tries[0]++ : key).join();
            return enough.test(last[0]);
        });
        return last[0];
    }

    void cancel(int guest, int node, UUID booking) {
        HttpRequest request = request(guest, node, "/bookings/" + booking + "/cancel")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        Answer answer = send(request).join();
        cancellations.add(new Attempt(client(guest), Action.CANCEL, outcome(answer), null, null, booking, null));
    }

    /** Seats left of a slot that is open, as a node tells them; -1 when it does not. */
    int left(int node, UUID slot) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(nodes.get(node) + "/api/v1/slots/" + slot))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return -1;
            }
            JsonObject json = new JsonObject(response.body());
            return OPEN.contains(json.getString("status")) ? json.getInteger("left") : -1;
        } catch (IOException broken) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What each was told in the end: a grant is a grant, and whoever was refused for certain was refused. */
    ClientHistory history() {
        List<Attempt> attempts = new ArrayList<>(cancellations);
        synchronized (told) {
            told.forEach((wish, answers) -> {
                List<Answer> granted = answers.stream().filter(Answer::granted).toList();
                boolean refused = answers.stream().anyMatch(Answer::definite);
                UUID client = client(wish.guest());
                if (granted.isEmpty()) {
                    Outcome outcome = refused ? Outcome.REFUSED : Outcome.UNKNOWN;
                    attempts.add(new Attempt(client, Action.BOOK, outcome, wish.key(), wish.slot(), null, null));
                }
                granted.forEach(answer -> attempts.add(new Attempt(
                        client, Action.BOOK, Outcome.ACKNOWLEDGED, wish.key(), wish.slot(), answer.id(), null)));
            });
        }
        return new ClientHistory(attempts);
    }

    private void note(Wish wish) {
        synchronized (told) {
            told.computeIfAbsent(wish, first -> new ArrayList<>());
        }
    }

    private Answer note(Wish wish, Answer answer) {
        synchronized (told) {
            told.computeIfAbsent(wish, first -> new ArrayList<>()).add(answer);
        }
        return answer;
    }

    private static Outcome outcome(Answer answer) {
        return answer.granted() ? Outcome.ACKNOWLEDGED : answer.definite() ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    private HttpRequest.Builder request(int guest, int node, String path) {
        return HttpRequest.newBuilder(URI.create(nodes.get(node) + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.get(guest));
    }

    private CompletableFuture<Answer> send(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, failure) -> {
            if (failure != null) {
                return new Answer(0, null);
            }
            String id = response.statusCode() / 100 == 2 ? new JsonObject(response.body()).getString("id") : null;
            return new Answer(response.statusCode(), id == null ? null : UUID.fromString(id));
        });
    }

    private UUID client(int guest) {
        String claims = new String(
                Base64.getUrlDecoder().decode(tokens.get(guest).split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return UUID.fromString(new JsonObject(claims).getString("sub"));
    }
}
