package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.core.Ids;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.junit.jupiter.api.Test;

class SearchAnswersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
    private static final Search ALL = new Search(null, null, null, null, null, false, 100, null);

    private SlotSnapshot slots = SlotSnapshot.EMPTY;
    private final AtomicLong version = new AtomicLong();
    private final SearchAnswers answers = new SearchAnswers(() -> slots, version::get);

    private static Entry entry(Duration opens, Duration starts, int left) {
        return Offers.entry(
                Offers.slot(
                        Ids.next(),
                        Offers.SESSION,
                        Offers.MONTREAL,
                        NOW.plus(starts),
                        NOW.plus(opens),
                        Slot.Publication.PUBLISHED),
                left);
    }

    private void set(Entry... entries) {
        slots = new SlotSnapshot(List.of(entries));
        version.incrementAndGet();
    }

    private SearchResult ask(Instant now) {
        return answers.search(ALL, now);
    }

    @Test
    void whatDidNotChangeIsTheSameObject() {
        Entry entry = entry(Duration.ofHours(-1), Duration.ofHours(1), 3);
        set(entry);
        SearchResult first = ask(NOW);
        assertSame(first, ask(NOW.plusSeconds(1)));
        version.incrementAndGet();
        assertSame(first, ask(NOW.plusSeconds(2)), "something else changed");
        set(entry);
        assertSame(first, ask(NOW.plusSeconds(3)), "another snapshot with the same slots");
    }

    @Test
    void aSeatLessIsSeen() {
        Entry entry = entry(Duration.ofHours(-1), Duration.ofHours(1), 3);
        set(entry);
        SearchResult before = ask(NOW);
        entry.left().set(2);
        version.incrementAndGet();
        assertNotEquals(before, ask(NOW));
    }

    @Test
    void anotherQuestionIsAnotherAnswer() {
        set(entry(Duration.ofHours(-1), Duration.ofHours(1), 3));
        assertNotSame(ask(NOW), answers.search(new Search("session", null, null, null, null, false, 100, null), NOW));
    }

    /** The control of all caches: whatever happens, the answer is the one that a search would give. */
    @Test
    void itIsAlwaysWhatASearchWouldFind() {
        Random random = new Random(20261124);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            entries.add(entry(
                    Duration.ofSeconds(random.nextInt(400) - 100),
                    Duration.ofSeconds(random.nextInt(400)),
                    random.nextInt(3)));
        }
        set(entries.toArray(Entry[]::new));
        List<Search> searches = List.of(
                ALL,
                new Search(null, null, null, null, null, true, 100, null),
                new Search(null, null, null, null, null, false, 3, null),
                new Search(null, null, null, null, null, true, 3, null));
        Instant now = NOW;
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    entries.get(random.nextInt(entries.size())).left().set(random.nextInt(3));
                    version.incrementAndGet();
                }
                case 1 -> {
                    entries.set(
                            random.nextInt(entries.size()),
                            entry(
                                    Duration.between(NOW, now).plusSeconds(random.nextInt(100)),
                                    Duration.between(NOW, now).plusSeconds(random.nextInt(400)),
                                    random.nextInt(3)));
                    set(entries.toArray(Entry[]::new));
                }
                default -> now = now.plusMillis(random.nextInt(500));
            }
            for (Search search : searches) {
                assertEquals(SlotSearch.search(slots, search, now).result(), answers.search(search, now));
            }
        }
    }
}
