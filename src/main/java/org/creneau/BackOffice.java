package org.creneau;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();

    private BackOffice(Foundations on) {
        this.vertx = on.vertx();
        this.on = on;
        this.auditLog = new AuditLog(on.pool()).sealing(vertx);
        stops.push(closing(auditLog));
    }

    /** When anything fails, everything that was started is stopped again. */
    static Future<BackOffice> start(Foundations foundations) {
        BackOffice office = new BackOffice(foundations);
        return office.start()
                .recover(failure -> office.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(office);
    }

    Future<Void> stop() {
        Future<?> stopped = Future.succeededFuture();
        while (!stops.isEmpty()) {
            Supplier<Future<?>> next = stops.pop();
            stopped = stopped.transform(before -> next.get());
        }
        return stopped.mapEmpty();
    }

    private Future<?> start() {
        return startPrivacy()
                .compose(open -> startBookingsForOthers())
                .compose(started -> startChanges())
                .compose(started -> startDesk())
                .compose(started -> startPartners())
                .compose(started -> startPlanning())
                .compose(started -> startEvents());
    }

    private Future<?> startDesk() {
        Desk desk = Desk.create(
                vertx, on.pool(), on.settings(), auditLog, on.bookings(), on.slots(), on.auth()::sessionsEnded);
        return deploy(desk::verticle);
    }

    private Future<?> startEvents() {
        return EventFeature.start(vertx, on.eventPool().get(), on.settings().events(), on.registry())
                .onSuccess(events -> stops.push(events::stop));
    }

    private Future<?> startPrivacy() {
        Privacy privacy =
                Privacy.start(vertx, on.pool(), on.settings(), auditLog, on.bookings(), on.auth()::sessionsEnded);
        stops.push(closing(privacy));
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
        stops.push(closing(changes));
        return deploy(changes::verticle);
    }

    private Future<?> startPartners() {
        PartnerFeature partners =
                PartnerFeature.create(vertx, on.pool(), on.settings(), on.auth(), auditLog, on.clock());
        return deploy(partners::verticle);
    }

    private Future<?> startPlanning() {
        Planning planning = Planning.start(vertx, on.pool(), on.catalogue(), auditLog, on.clock(), on.slotsChanged());
        stops.push(closing(planning));
        return deploy(planning::verticle);
    }

    /** One instance: nobody comes here in crowds. */
    private Future<String> deploy(Supplier<? extends Deployable> verticle) {
        return vertx.deployVerticle(verticle.get()).onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    private static Supplier<Future<?>> closing(AutoCloseable feature) {
        return () -> {
            try {
                feature.close();
                return Future.succeededFuture();
            } catch (Exception failure) {
                return Future.failedFuture(failure);
            }
        };
    }
}
