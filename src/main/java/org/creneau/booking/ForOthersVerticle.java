package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import org.creneau.access.Access;
import org.creneau.audit.AuditLog;
import org.creneau.config.Settings;
import org.creneau.core.Sql;
import org.creneau.slot.SlotDirectory;

/** Serves {@link ForOthers}. Seats are taken and given back by the instances of {@link BookingVerticle}, as for everybody. */
public final class ForOthersVerticle extends VerticleBase {

    private final ForOthersService service;
    private final OthersList list;

    public ForOthersVerticle(
            Pool pool,
            Access access,
            AuditLog auditLog,
            BookingClient bookings,
            HoldClient holds,
            SlotDirectory directory,
            Settings.Booking settings) {
        BookingSlots slots = new BookingSlots(directory);
        OthersReads reads = new OthersReads(pool);
        LookStore looks = new LookStore(new Sql(pool), auditLog);
        this.service = new ForOthersService(access, bookings, holds, slots, reads, looks, settings);
        this.list = new OthersList(access, slots, reads, looks);
    }

    @Override
    public Future<?> start() {
        ForOthers.BOOK.serve(vertx, service::book);
        ForOthers.BATCH.serve(vertx, service::batch);
        ForOthers.HOLD.serve(vertx, service::hold);
        ForOthers.CONFIRM.serve(vertx, service::confirm);
        ForOthers.RELEASE.serve(vertx, service::release);
        ForOthers.CANCEL.serve(vertx, service::cancel);
        ForOthers.RESCHEDULE.serve(vertx, service::reschedule);
        ForOthers.FIND.serve(vertx, service::find);
        ForOthers.LIST.serve(vertx, list::list);
        return Future.succeededFuture();
    }
}
