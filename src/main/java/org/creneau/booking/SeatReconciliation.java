package org.creneau.booking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.config.Settings;
import org.creneau.seat.Seats;

/** Compares Redis with PostgreSQL for given slots once, and mends the differences on demand, under traffic. */
public final class SeatReconciliation {

    private static final int CHUNK = 16;

    private final SeatAudit audit;

    /** Must be made and used on one event loop. */
    public SeatReconciliation(Settings settings, SqlClient client, Seats seats) {
        long statementMillis = settings.database().statementTimeoutMillis();
        SeatLoader loader = new SeatLoader(
                seats, new SlotOccupants(client, statementMillis), new BookingMetrics(new SimpleMeterRegistry()));
        this.audit = new SeatAudit(seats.ledger(), new SeatFacts(client, statementMillis), loader, statementMillis);
    }

    /**
     * Compares, and repairs if told to.
     *
     * @return the differences found, before any repair
     */
    public Future<List<SeatDifference>> reconcile(List<UUID> slotIds, boolean repair) {
        return reconcile(slotIds, repair, 0, new ArrayList<>());
    }

    private Future<List<SeatDifference>> reconcile(
            List<UUID> slotIds, boolean repair, int from, List<SeatDifference> found) {
        if (from >= slotIds.size()) {
            return Future.succeededFuture(found);
        }
        int to = Math.min(from + CHUNK, slotIds.size());
        return audit.compare(slotIds.subList(from, to)).compose(findings -> {
            List<SeatDifference> differences =
                    findings.stream().flatMap(one -> one.differences().stream()).toList();
            found.addAll(differences);
            Future<?> repaired =
                    repair ? Future.all(differences.stream().map(audit::repair).toList()) : Future.succeededFuture();
            return repaired.compose(done -> reconcile(slotIds, repair, to, found));
        });
    }
}
