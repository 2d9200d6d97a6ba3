package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.creneau.core.Page;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/** Templates of slots that recur. Served by {@link PlanningVerticle}. */
public final class SlotTemplates {

    public static final Address<ListTemplates, Page<SlotTemplate>> LIST = new Address<>("planning.templates.list");
    public static final Address<Show, Result> SHOW = new Address<>("planning.templates.show");
    public static final Address<Create, Result> CREATE = new Address<>("planning.templates.create");
    public static final Address<Change, Result> CHANGE = new Address<>("planning.templates.change");
    public static final Address<Preview, PreviewResult> PREVIEW = new Address<>("planning.templates.preview");
    public static final Address<Publish, PublishResult> PUBLISH = new Address<>("planning.templates.publish");

    private SlotTemplates() {}

    /**
     * Those of the organisations for which the actor works, the oldest first.
     *
     * @param after the last one seen
     */
    public record ListTemplates(
            Actor actor, int limit, @Nullable UUID after) {}

    public record Show(Actor actor, UUID id) {}

    public record Create(Actor actor, Form form) {}

    /** @param version that the actor has seen; null: whichever it is */
    public record Change(
            Actor actor, UUID id, Form form, @Nullable Integer version) {}

    /**
     * A template as it comes in.
     *
     * @param location whose organisation it belongs to
     */
    public record Form(
            String name,
            String location,
            String type,
            Pattern pattern,
            int capacity,
            Release release,
            boolean retired) {

        /** From a {@code SlotTemplateForm} of the contract. */
        public static Form of(JsonObject json) {
            return new Form(
                    json.getString("name"),
                    json.getString("location"),
                    json.getString("type"),
                    Pattern.of(json.getJsonObject("pattern")),
                    json.getInteger("capacity"),
                    Release.of(json),
                    json.getBoolean("retired", false));
        }
    }

    /** What became of a template. */
    public sealed interface Result {
        record Found(SlotTemplate template) implements Result {}

        record NotFound() implements Result {}

        record Invalid(List<FieldProblem> problems) implements Result {}

        /**
         * Another template has slots of the same type at the same place at the same time.
         *
         * @param day the first on which they meet
         */
        record Overlaps(UUID template, String name, LocalDate day) implements Result {}

        /** Somebody else was faster. */
        record Stale() implements Result {}
    }

    /**
     * What would be published.
     *
     * @param cursor where the page begins; null: at the beginning
     */
    public record Preview(
            Actor actor, UUID id, int limit, @Nullable String cursor) {}

    /** The answer. */
    public sealed interface PreviewResult {
        /**
         * @param publishable so many would be published
         * @param published so many are already
         * @param skipped so many would not be
         * @param zone of the location
         */
        record Previewed(int publishable, int published, int skipped, ZoneId zone, Page<Line> page)
                implements PreviewResult {}

        record NotFound() implements PreviewResult {}

        record BadCursor() implements PreviewResult {}
    }

    /**
     * One occurrence.
     *
     * @param segments empty when it is left out by the pattern itself
     * @param opensAt null: when it is published, or not known
     * @param slot that it has become
     * @param reason why it is left out
     */
    public record Line(
            LocalDate day,
            LocalTime begins,
            List<Slot.Segment> segments,
            State state,
            Optional<Instant> opensAt,
            Optional<UUID> slot,
            Optional<String> reason) {

        /** What is with it. */
        public enum State {
            PUBLISHABLE,
            PUBLISHED,
            SKIPPED
        }
    }

    public record Publish(Actor actor, UUID id) {}

    /** The answer. */
    public sealed interface PublishResult {
        /**
         * @param now so many were published now
         * @param before so many had been before
         * @param skipped so many cannot be
         */
        record Published(int now, int before, int skipped) implements PublishResult {}

        record NotFound() implements PublishResult {}

        record Retired() implements PublishResult {}
    }
}
