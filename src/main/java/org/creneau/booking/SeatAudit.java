package org.creneau.booking;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.booking.SeatDifference.Leaked;
import org.creneau.booking.SeatDifference.Miscounted;
import org.creneau.booking.SeatDifference.Unconfirmed;
import org.creneau.booking.SeatDifference.Unknown;
import org.creneau.seat.Occupant;
import org.creneau.seat.SeatHead;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.SeatRecord;
import org.creneau.seat.SeatSheet;

/**
 * Compares the seats of slots in Redis with those in PostgreSQL, and mends what differs, under traffic: Redis is read
 * first, then PostgreSQL, then each repair applies only if Redis still says what it said.
 *
 * <p>A lease whose booking is not in PostgreSQL leaks only when the booking can no longer land there: its deadline and
 * the longest statement are past by PostgreSQL's own clock, and every transaction that was under way then is over.
 *
 * <p>Belongs to one event loop.
 */
final class SeatAudit {

    /**
     * What was found in one slot.
     *
     * @param seats taken in Redis: what the comparison cost
     * @param pending leases that may still be recorded, or were a moment ago
     */
    record Findings(UUID slotId, int seats, List<SeatDifference> differences, int pending) {

        boolean settled() {
            return differences.isEmpty() && pending == 0;
        }
    }

    /** Between the check of the deadline and the end of a statement PostgreSQL itself may be slow to act. */
    private static final long MARGIN_MILLIS = 250;

    private static final int MAX_WATCHED = 100_000;

    private final SeatLedger ledger;
    private final SeatFacts facts;
    private final SeatLoader loader;
    private final long longestStatementMillis;

    /** Leases past their deadline, with the first transaction id that was free when they were first seen so. */
    private final Map<SeatRecord, Long> overdue = new LinkedHashMap<>();

    SeatAudit(SeatLedger ledger, SeatFacts facts, SeatLoader loader, long longestStatementMillis) {
        this.ledger = ledger;
        this.facts = facts;
        this.loader = loader;
        this.longestStatementMillis = longestStatementMillis;
    }

    /** The numbers in Redis, by which to choose between {@link #agreeing} and {@link #compare}. */
    Future<Map<UUID, SeatHead>> heads(Collection<UUID> slotIds) {
        return ledger.heads(slotIds);
    }

    /**
     * Compares only the numbers. Seats that differ in pairs, one wrongly free for one wrongly taken, stay unseen; a seat
     * that leaked does not.
     *
     * @param heads of slots without leases, read before
     * @return the slots in which all is well
     */
    Future<Set<UUID>> agreeing(Map<UUID, SeatHead> heads) {
        if (heads.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return facts.count(heads.keySet()).map(counts -> {
            Set<UUID> agreeing = new HashSet<>(heads.keySet());
            agreeing.removeIf(id -> {
                SeatHead head = heads.get(id);
                SeatFacts.SlotCount count = counts.get(id);
                return head == null
                        || count == null
                        || head.capacity() != count.capacity()
                        || head.taken() != count.taken();
            });
            return agreeing;
        });
    }

    /** Compares; slots that Redis does not know have nothing to differ. */
    Future<List<Findings>> compare(Collection<UUID> slotIds) {
        Map<UUID, Future<Optional<SeatSheet>>> sheets = new HashMap<>();
        slotIds.forEach(id -> sheets.put(id, ledger.read(id)));
        return Future.all(List.copyOf(sheets.values()))
                .compose(read -> facts.read(slotIds))
                .map(found -> {
                    List<Findings> findings = new ArrayList<>();
                    sheets.forEach((slotId, sheet) -> findings.add(sheet.result()
                            .flatMap(known -> Optional.ofNullable(found.slots().get(slotId))
                                    .map(slot -> compare(slotId, known, slot, found)))
                            .orElse(new Findings(slotId, 0, List.of(), 0))));
                    return findings;
                });
    }

    /** Mends one difference. */
    Future<Void> repair(SeatDifference difference) {
        UUID slotId = difference.slotId();
        if (difference instanceof Unconfirmed lease) {
            return ledger.confirm(slotId, List.of(new SeatLedger.Held(lease.seat(), lease.bookingId())));
        }
        if (difference instanceof Leaked leaked) {
            return leaked.deadlineMillis() == 0
                    ? ledger.release(slotId, List.of(new SeatLedger.Held(leaked.seat(), leaked.bookingId())), true)
                    : ledger.releaseLease(slotId, leaked.seat(), leaked.bookingId(), leaked.deadlineMillis());
        }
        if (difference instanceof Unknown unknown) {
            return ledger.mark(slotId, unknown.occupant(), unknown.seen());
        }
        return loader.reload(slotId);
    }

    private Findings compare(UUID slotId, SeatSheet sheet, SeatFacts.SlotFacts slot, SeatFacts.Facts now) {
        List<SeatDifference> differences = new ArrayList<>();
        int pending = 0;
        for (Map.Entry<Integer, SeatRecord> taken : sheet.seats().entrySet()) {
            int seat = taken.getKey();
            SeatRecord record = taken.getValue();
            Occupant occupant = slot.occupants().get(seat);
            if (occupant == null) {
                if (record.lease() && !cannotLand(record, now)) {
                    pending++;
                } else {
                    differences.add(new Leaked(slotId, seat, record.bookingId(), record.deadlineMillis()));
                }
            } else if (!occupant.bookingId().equals(record.bookingId())) {
                differences.add(new Unknown(slotId, occupant, Optional.of(record)));
            } else if (record.lease() && now.nowMillis() < record.deadlineMillis()) {
                pending++; // recorded a moment ago: the news is on its way to Redis
            } else if (record.lease()) {
                differences.add(new Unconfirmed(slotId, seat, record.bookingId()));
            }
        }
        slot.occupants().forEach((seat, occupant) -> {
            if (!sheet.seats().containsKey(seat)) {
                differences.add(new Unknown(slotId, occupant, Optional.empty()));
            }
        });
        int free = sheet.capacity()
                - (int) sheet.seats().keySet().stream()
                        .filter(seat -> seat < sheet.capacity())
                        .count();
        int leases =
                (int) sheet.seats().values().stream().filter(SeatRecord::lease).count();
        if (sheet.left() != free || sheet.leases() != leases || sheet.capacity() != slot.capacity()) {
            differences.add(new Miscounted(slotId, sheet, free, leases, slot.capacity()));
        }
        return new Findings(slotId, sheet.seats().size(), differences, pending);
    }

    private boolean cannotLand(SeatRecord lease, SeatFacts.Facts now) {
        if (now.nowMillis() < lease.deadlineMillis() + longestStatementMillis + MARGIN_MILLIS) {
            return false;
        }
        if (overdue.size() >= MAX_WATCHED) {
            overdue.clear(); // they are met again in the next round; only time is lost
        }
        // By the whole record: a lease that was prolonged begins anew.
        long firstFree = overdue.computeIfAbsent(lease, record -> now.next());
        if (now.oldestRunning() < firstFree) {
            return false;
        }
        overdue.remove(lease);
        return true;
    }
}
