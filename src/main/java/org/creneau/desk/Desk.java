package org.creneau.desk;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.access.Access;
import org.creneau.audit.AuditLog;
import org.creneau.booking.AttendanceService;
import org.creneau.booking.BookingClient;
import org.creneau.booking.HoldClient;
import org.creneau.config.Settings;
import org.creneau.core.Sql;
import org.creneau.slot.SlotMemory;

/** The feature, put together. */
public final class Desk {

    private final Services services;

    /** All that the verticles share. */
    record Services(
            EmployeeService employees,
            AttendanceDesk attendance,
            OwnSlotDesk slots,
            ClientDesk clients,
            NoteService notes,
            AuditDesk audit) {}

    private Desk(Services services) {
        this.services = services;
    }

    /**
     * Puts it together.
     *
     * @param bookings that know those of clients
     * @param holds that know what is held for clients
     * @param slots past ones too
     * @param sessionsEnded is told whose tokens are good no longer
     */
    public static Desk create(
            Vertx vertx,
            Pool pool,
            Settings settings,
            AuditLog auditLog,
            BookingClient bookings,
            HoldClient holds,
            SlotMemory slots,
            Consumer<Collection<UUID>> sessionsEnded) {
        Sql sql = new Sql(pool);
        Access access = new Access(pool);
        ClientReads clients = new ClientReads(sql, auditLog);
        NoteService notes = new NoteService(access, clients, new NoteStore(sql, auditLog));
        long timeoutMillis = settings.http().requestTimeoutMillis();
        return new Desk(new Services(
                EmployeeService.of(pool, auditLog, sessionsEnded),
                new AttendanceDesk(
                        new DeskSlots(slots),
                        new AttendanceReads(sql, auditLog, settings.desk().attendanceDays()),
                        new AttendanceService(pool, settings.desk().attendanceDays())),
                new OwnSlotDesk(new OwnSlotReads(sql), slots),
                new ClientDesk(vertx, access, clients, bookings, holds, notes, timeoutMillis),
                notes,
                new AuditDesk(auditLog)));
    }

    /** One more instance; all share their state. */
    public DeskVerticle verticle() {
        return new DeskVerticle(services);
    }
}
