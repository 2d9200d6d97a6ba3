package org.creneau.planning;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Publishing slots. Served by {@link PlanningVerticle}. */
public final class SlotOffers {

    public static final Address<Create, CreateResult> CREATE = new Address<>("planning.slots.create");
    public static final Address<Import, ImportResult> IMPORT = new Address<>("planning.slots.import");

    private SlotOffers() {}

    /**
     * Publishes slots, all or none.
     *
     * @param drafts 1 to 100
     * @param key names the attempt; null: a repetition is another attempt
     */
    public record Create(
            Actor actor, List<Draft> drafts, @Nullable String key) {
        public Create {
            drafts = List.copyOf(drafts);
        }
    }

    /** The answer. */
    public sealed interface CreateResult {
        /** @param slots their ids, in the order in which they were asked for */
        record Created(List<UUID> slots) implements CreateResult {
            public Created {
                slots = List.copyOf(slots);
            }
        }

        record Invalid(List<FieldProblem> problems) implements CreateResult {}

        record KeyReused() implements CreateResult {}
    }

    /**
     * Publishes the slots of a file, all or none.
     *
     * @param csv in UTF-8 with a header row
     * @param dryRun only look whether it could be done
     */
    public record Import(
            Actor actor,
            Buffer csv,
            boolean dryRun,
            @Nullable String key) {}

    /** The answer. */
    public sealed interface ImportResult {
        /** @param slots so many were published, or would be */
        record Imported(int slots, boolean dryRun) implements ImportResult {}

        /**
         * Nothing was done.
         *
         * @param errors the first of them
         * @param total so many there are
         */
        record Refused(List<CsvError> errors, long total) implements ImportResult {
            public Refused {
                errors = List.copyOf(errors);
            }
        }

        record KeyReused() implements ImportResult {}
    }

    /**
     * What is wrong in a file.
     *
     * @param line from 1, the header; 0: the file as a whole
     * @param column its name; empty: the line as a whole
     * @param code key of the text in {@code i18n/}
     */
    public record CsvError(long line, String column, String code) {}
}
