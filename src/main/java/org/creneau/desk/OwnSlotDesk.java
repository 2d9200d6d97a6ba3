package org.creneau.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.desk.OwnSlotReads.Listed;
import org.creneau.desk.OwnSlots.Criteria;
import org.creneau.desk.OwnSlots.ListResult;
import org.creneau.desk.OwnSlots.OwnSlot;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotCursor;
import org.creneau.slot.SlotMemory;
import org.creneau.slot.SlotPosition;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.jspecify.annotations.Nullable;

/** The slots of an organisation, for its people, its systems and the ministry; as PostgreSQL has them. */
record OwnSlotDesk(OwnSlotReads reads, SlotMemory slots) {

    /** No slot starts outside of these: days of the contract are of the years 2000 to 2999. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("3000-01-02T00:00:00Z");

    Future<ListResult> list(OwnSlots.List command) {
        Criteria criteria = command.criteria();
        if (isBackwards(criteria.from(), criteria.to())) {
            return Future.succeededFuture(new ListResult.BadDays());
        }
        if (isBackwards(criteria.opensFrom(), criteria.opensTo())) {
            return Future.succeededFuture(new ListResult.BadOpeningDays());
        }
        Optional<SlotPosition> after = Optional.ofNullable(command.cursor()).flatMap(OwnSlotDesk::position);
        if (command.cursor() != null && after.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        String organisation = criteria.organisation();
        Optional<String> own = Access.onlyFor(command.by());
        boolean others = organisation != null && own.isPresent() && !organisation.equals(own.get());
        Optional<UUID> plan = Optional.ofNullable(criteria.releasePlan()).flatMap(Ids::parse);
        if (others || (criteria.releasePlan() != null && plan.isEmpty())) {
            return Future.succeededFuture(new ListResult.Found(new Page<>(List.of(), null)));
        }
        return page(own.orElse(organisation), command, plan.orElse(null), after.orElse(null));
    }

    private Future<ListResult> page(
            @Nullable String only, OwnSlots.List command, @Nullable UUID plan, @Nullable SlotPosition after) {
        int limit = command.limit();
        return reads.page(only, command.criteria(), plan, limit + 1, after)
                .map(found -> Page.cut(
                        found,
                        limit,
                        last -> SlotCursor.write(
                                new SlotPosition(last.row().start(), last.row().id()))))
                .compose(page -> slots.resolve(
                                page.items().stream().map(Listed::row).toList())
                        .map(known -> new ListResult.Found(new Page<>(own(page.items(), known), page.nextCursor()))));
    }

    private static List<OwnSlot> own(List<Listed> rows, List<Slot> slots) {
        List<OwnSlot> own = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            own.add(own(rows.get(i), slots.get(i)));
        }
        return own;
    }

    private static OwnSlot own(Listed listed, Slot slot) {
        int left = Math.max(0, slot.capacity() - listed.booked() - listed.held());
        SlotView view = new SlotView(slot, left, SlotStatus.of(slot, left, listed.now()));
        return new OwnSlot(
                view, listed.booked(), listed.held(), listed.wantedCapacity(), listed.releasePlan(), listed.template());
    }

    private static Optional<SlotPosition> position(String cursor) {
        return SlotCursor.read(cursor)
                .filter(read -> !read.start().isBefore(EARLIEST) && read.start().isBefore(LATEST));
    }

    private static boolean isBackwards(@Nullable LocalDate from, @Nullable LocalDate to) {
        return from != null && to != null && to.isBefore(from);
    }
}
