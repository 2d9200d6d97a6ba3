package org.creneau.desk;

import java.time.Instant;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/**
 * What employees write down about a client. A note stays as it was written; the client gets it with the own data, and it
 * goes when the client is erased. An organisation's people see their own organisation's notes, the ministry's all. Served
 * by {@link DeskVerticle}.
 */
public final class Notes {

    public static final Address<Add, AddResult> ADD = new Address<>("desk.notes.add");
    public static final Address<List, ListResult> LIST = new Address<>("desk.notes.list");

    private Notes() {}

    /**
     * @param author the employee
     * @param organisation for which the author works
     */
    public record Note(UUID id, UUID author, String organisation, String text, Instant at) {
        @Override
        public String toString() {
            return "Note[" + id + "]"; // what must not reach a log
        }
    }

    /** @param text 1 to 2000 characters that are not all spaces */
    public record Add(Actor.Staff by, UUID clientId, String text) {
        @Override
        public String toString() {
            return "Add[" + clientId + "]";
        }
    }

    /** The answer to {@link Add}. */
    public sealed interface AddResult {
        record Added(Note note) implements AddResult {}

        record Empty() implements AddResult {}

        record NotFound() implements AddResult {}
    }

    /**
     * Newest first.
     *
     * @param limit 1 to 100
     */
    public record List(
            Actor.Staff by,
            UUID clientId,
            int limit,
            @Nullable String cursor) {}

    /** The answer to {@link List}. */
    public sealed interface ListResult {
        record Found(Page<Note> page) implements ListResult {}

        record NotFound() implements ListResult {}

        record BadCursor() implements ListResult {}
    }
}
