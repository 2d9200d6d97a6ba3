package org.creneau.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.config.SettingsLoader;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.Offers;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole offer, in files of a few slots. */
class BulkFeedTest {

    private static final int A_FILE = 3;
    private static final String SITE = "http://localhost:8080";
    private static final String ADDRESS = SITE + BulkFeed.PATH;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    /** Five begin on each day. */
    private static List<SlotView> views(int count) {
        Instant noon = Instant.parse("2030-03-04T17:00:00Z");
        return IntStream.range(0, count)
                .mapToObj(i -> Offers.slot(Offers.SESSION, Offers.MONTREAL, noon.plus(Duration.ofDays(i / 5))))
                .map(slot -> new SlotView(slot, 1, SlotStatus.OPEN))
                .toList();
    }

    /** What the search does. */
    private static List<SlotView> some(List<SlotView> all, Slots.Offered command) {
        Slot after = command.after();
        int from = after == null ? 0 : all.stream().map(SlotView::slot).toList().indexOf(after) + 1;
        return all.subList(from, Math.min(all.size(), from + command.limit()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, A_FILE - 1, A_FILE, A_FILE + 1, 2 * A_FILE, 20 * A_FILE + 1})
    void everySlotIsInOneFileAndNoFileIsLong(int count) {
        List<SlotView> all = views(count);
        Slots.OFFERED.serve(vertx, command -> Future.succeededFuture(some(all, command)));
        BulkFeed feed =
                new BulkFeed(vertx, SettingsLoader.defaults().openData(), SITE, new DatabaseClock(), 10_000, A_FILE);
        Publication publication = Await.of(feed.current());

        Set<String> found = new HashSet<>();
        int lines = 0;
        for (Object one : new JsonObject(
                        publication.file(Publication.MANIFEST).orElseThrow().body())
                .getJsonArray("output")) {
            JsonObject output = (JsonObject) one;
            if (output.getString("type").equals("Slot")) {
                String name = output.getString("url").substring(ADDRESS.length());
                List<String> slots = publication
                        .file(name)
                        .orElseThrow()
                        .body()
                        .toString()
                        .lines()
                        .toList();
                assertTrue(!slots.isEmpty() && slots.size() <= A_FILE, name);
                slots.forEach(line -> found.add(new JsonObject(line).getString("id")));
                lines += slots.size();
            }
        }
        assertEquals(count, lines);
        assertEquals(all.stream().map(view -> view.slot().id().toString()).collect(Collectors.toSet()), found);
    }

    /** Between the manifest and a file that it names, all slots of a day may go. */
    @Test
    void aFileThatWasNamedIsEmptyWhenItIsGone() {
        FhirResources fhir = new FhirResources("https://example.org");
        Publication before = Publication.of(views(6), A_FILE, fhir, ADDRESS, Instant.EPOCH, null);
        Publication after = Publication.of(views(1), A_FILE, fhir, ADDRESS, Instant.EPOCH, before);
        Publication later = Publication.of(views(1), A_FILE, fhir, ADDRESS, Instant.EPOCH, after);
        for (String name : List.of("slots-2030-03-04-2.ndjson", "slots-2030-03-05.ndjson")) {
            assertTrue(before.file(name).orElseThrow().body().length() > 0, name);
            assertEquals(0, after.file(name).orElseThrow().body().length(), name);
            assertEquals(0, later.file(name).orElseThrow().body().length(), name);
        }
        assertTrue(after.file("slots-2030-03-04.ndjson").orElseThrow().body().length() > 0);
        assertEquals(Optional.empty(), after.file("slots-2030-03-06.ndjson"));
    }
}
