package org.creneau.desk;

import java.time.LocalDate;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.jspecify.annotations.Nullable;

/** The slots of those who work for an organisation, with what only they are told. Served by {@link DeskVerticle}. */
public final class OwnSlots {

    public static final Address<List, ListResult> LIST = new Address<>("desk.slots.list");

    private OwnSlots() {}

    /**
     * Slots of the organisations for which the actor works, in order of their start, then id: those that have begun, are
     * over, were closed or cancelled, too.
     *
     * @param criteria which of them
     * @param limit 1 to 100
     */
    public record List(
            Actor by,
            Criteria criteria,
            int limit,
            @Nullable String cursor) {}

    /**
     * Which slots are listed; null: it does not matter.
     *
     * @param from first day of the start, in each location's own zone; null: today
     * @param to last day of the start, inclusive
     * @param opensFrom first day of the release, in each location's own zone
     * @param opensTo last day of the release, inclusive
     * @param releasePlan id of the plan by which it opens
     */
    public record Criteria(
            @Nullable String organisation,
            @Nullable String type,
            @Nullable String location,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate opensFrom,
            @Nullable LocalDate opensTo,
            @Nullable String releasePlan,
            @Nullable SlotStatus status) {}

    /**
     * A slot.
     *
     * @param booked seats of clients whose booking stands, or stood until the slot was over
     * @param held seats that are held for somebody; with these and those that are left, they make the capacity
     * @param wantedCapacity what the capacity is to become; null: it is what it is to be
     * @param releasePlan by which it opens; null: it has an opening of its own
     * @param template that it was published from; null: none
     */
    public record OwnSlot(
            SlotView view,
            int booked,
            int held,
            @Nullable Integer wantedCapacity,
            @Nullable UUID releasePlan,
            @Nullable UUID template) {}

    /** The answer to {@link List}. */
    public sealed interface ListResult {
        record Found(Page<OwnSlot> page) implements ListResult {}

        record BadCursor() implements ListResult {}

        /** The last day comes before the first. */
        record BadDays() implements ListResult {}

        /** The same of the release. */
        record BadOpeningDays() implements ListResult {}
    }
}
