package org.creneau.slot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.creneau.slot.SlotSearch.Answer;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;

/**
 * What was answered lately. Before a release everybody asks the same few questions; the answer is worked out again when
 * a slot or the seats left of one have changed, or when it is time for a slot in it to open or to begin, so it is never
 * older than what is in memory.
 *
 * <p>As long as an answer stays the same, it is the same object: whoever wrote it as JSON can tell at a glance that it
 * need not be written again.
 */
final class SearchAnswers {

    /** Of up to 100 slots each, of which an answer holds no more than references: a few kilobytes. */
    private static final int MOST = 2_000;

    private record Known(Answer answer, long version) {

        boolean isGood(long currentVersion, Instant now) {
            return version == currentVersion && now.isBefore(answer.until());
        }
    }

    private final Supplier<SlotSnapshot> slots;
    private final LongSupplier version;
    private final Cache<Search, Known> answers =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /**
     * @param slots as they are now
     * @param version another number after each change of the slots or of the seats left
     */
    SearchAnswers(Supplier<SlotSnapshot> slots, LongSupplier version) {
        this.slots = slots;
        this.version = version;
    }

    SearchResult search(Search search, Instant now) {
        // Before the search itself: should anything change meanwhile, the answer counts as old at once.
        long current = version.getAsLong();
        Known known = answers.getIfPresent(search);
        if (known != null && known.isGood(current, now)) {
            return known.answer().result();
        }
        Answer answer = SlotSearch.search(slots.get(), search, now);
        if (known != null && known.answer().result().equals(answer.result())) {
            answer = new Answer(known.answer().result(), answer.until());
        }
        answers.put(search, new Known(answer, current));
        return answer.result();
    }
}
