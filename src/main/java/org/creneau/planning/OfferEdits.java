package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what is offered, by whom and where. Served by {@link PlanningVerticle}. Nothing is ever deleted, since slots
 * and bookings refer to it: a type that no organisation offers any more is over.
 */
public final class OfferEdits {

    public static final Address<ListAll, Page<JsonObject>> LIST = new Address<>("planning.offer.list");
    public static final Address<Show, Result> SHOW = new Address<>("planning.offer.show");
    public static final Address<Put, Result> PUT = new Address<>("planning.offer.put");

    private OfferEdits() {}

    /** What there is to edit. */
    public enum Kind {
        APPOINTMENT_TYPE("appointmentType"),
        ORGANISATION("organisation"),
        LOCATION("location"),
        /** A town of the offer; those of the address menu are another matter. */
        CITY("city");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As the audit log has it. */
        String text() {
            return text;
        }
    }

    /**
     * In order of their ids; of locations those of the organisations for which the author works.
     *
     * @param after the last one seen
     */
    public record ListAll(
            Author by, Kind kind, int limit, @Nullable String after) {}

    public record Show(Author by, Kind kind, String id) {}

    /**
     * Makes one, or puts it in the place of another.
     *
     * @param content as the contract has it
     * @param version that the author has seen; null: there must be none yet
     */
    public record Put(
            Author by,
            Kind kind,
            String id,
            JsonObject content,
            @Nullable Integer version) {}

    /** What became of it. */
    public sealed interface Result {
        /** @param content with {@code id} and {@code version} */
        record Found(JsonObject content) implements Result {}

        record Created(JsonObject content) implements Result {}

        record NotFound() implements Result {}

        record Invalid(List<FieldProblem> problems) implements Result {}

        /** Somebody else was faster, or it is there already. */
        record Stale() implements Result {}
    }
}
