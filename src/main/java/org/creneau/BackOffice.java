package org.creneau;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.creneau.access.Access;
import org.creneau.audit.AuditLog;
import org.creneau.booking.ForOthersVerticle;
import org.creneau.change.ChangeFeature;
import org.creneau.desk.Desk;
import org.creneau.event.EventFeature;
import org.creneau.partner.PartnerFeature;
import org.creneau.planning.Planning;
import org.creneau.privacy.Privacy;

/**
 * The features behind the counter, put together in the order of {@link #start(Foundations)}: whatever is not on a
 * client's way to a seat. They stop in the reverse order.
 */
final class BackOffice {

    private final Vertx vertx;
    private final Foundations on;
    private final AuditLog auditLog;
    private final Started started;

    private BackOffice(Foundations on) {
        this.vertx = on.vertx();
        this.on = on;
        this.started = new Started(vertx);
        this.auditLog = new AuditLog(on.pool()).sealing(vertx);
        started.closing(auditLog);
    }

    /** When anything fails, everything that was started is stopped again. */
    static Future<BackOffice> start(Foundations foundations) {
        BackOffice office = new BackOffice(foundations);
        return office.start()
                .recover(failure -> office.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(office);
    }

    Future<Void> stop() {
        return started.stop();
    }

    private Future<?> start() {
        return startPrivacy()
                .compose(before -> startBookingsForOthers())
                .compose(before -> startChanges())
                .compose(before -> startDesk())
                .compose(before -> startPartners())
                .compose(before -> startPlanning())
                .compose(before -> startEvents());
    }

    private Future<?> startDesk() {
        Desk desk = Desk.create(
                vertx,
                on.pool(),
                on.settings(),
                auditLog,
                on.bookings(),
                on.holds(),
                on.slots(),
                on.auth()::sessionsEnded);
        return deploy(desk::verticle);
    }

    private Future<?> startEvents() {
        return EventFeature.start(vertx, on.eventPool().get(), on.settings().events(), on.registry())
                .onSuccess(events -> started.add(events::stop));
    }

    private Future<?> startPrivacy() {
        Privacy privacy =
                Privacy.start(vertx, on.pool(), on.settings(), auditLog, on.bookings(), on.auth()::sessionsEnded);
        started.closing(privacy);
        return deploy(privacy::verticle);
    }

    private Future<?> startBookingsForOthers() {
        return deploy(() -> new ForOthersVerticle(
                on.pool(),
                new Access(on.pool()),
                auditLog,
                on.bookings(),
                on.holds(),
                on.slots(),
                on.settings().booking()));
    }

    private Future<?> startChanges() {
        ChangeFeature changes =
                ChangeFeature.start(vertx, on.pool(), on.settings(), auditLog, on.clock(), on.slotsChanged());
        started.closing(changes);
        return deploy(changes::verticle);
    }

    private Future<?> startPartners() {
        PartnerFeature partners =
                PartnerFeature.create(vertx, on.pool(), on.settings(), on.auth(), auditLog, on.clock());
        return deploy(partners::verticle);
    }

    private Future<?> startPlanning() {
        Planning planning = Planning.start(vertx, on.pool(), on.catalogue(), auditLog, on.clock(), on.slotsChanged());
        started.closing(planning);
        return deploy(planning::verticle);
    }

    /** One instance: nobody comes here in crowds. */
    private Future<String> deploy(Supplier<? extends Deployable> verticle) {
        return started.deploy(verticle, 1);
    }
}
