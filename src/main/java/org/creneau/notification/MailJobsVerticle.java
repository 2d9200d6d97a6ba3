package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.creneau.config.MailSettings;
import org.creneau.config.Settings;
import org.creneau.core.Repeated;
import org.creneau.core.Rounds;
import org.creneau.core.Sql;

/** What is done again and again besides sending: writing the mails about bookings, counting, tidying up. */
final class MailJobsVerticle extends VerticleBase {

    private static final long REMIND_MILLIS = 15_000;
    private static final long TIDY_MILLIS = 600_000;
    private static final int TIDY_ROWS = 1_000;

    private final MailSettings settings;
    private final long countMillis;
    private final MailStore store;
    private final BookingFollower follower;
    private final Reminders reminders;
    private final MailMetrics metrics;
    private final List<Repeated> jobs = new ArrayList<>();

    /** @param countMillis between two looks at how much mail waits */
    MailJobsVerticle(MailSettings settings, Sql sql, MailMetrics metrics, long countMillis) {
        this.settings = settings;
        this.countMillis = countMillis;
        this.store = new MailStore(sql);
        Outbox outbox = new Outbox();
        this.follower = new BookingFollower(sql, outbox, this::bookings);
        this.reminders = new Reminders(sql, outbox, settings.reminderHours());
        this.metrics = metrics;
    }

    private boolean bookings() {
        return settings.bookings() == Settings.Switch.ON;
    }

    @Override
    public Future<?> start() {
        every(settings.pollMillis(), "telling clients about their bookings", follower::poll);
        if (bookings() && settings.reminderHours() > 0) {
            every(Math.max(settings.pollMillis(), REMIND_MILLIS), "reminding clients of appointments", reminders::poll);
        }
        every(
                countMillis,
                "counting mail",
                () -> store.figures().onSuccess(metrics::figures).mapEmpty());
        every(
                TIDY_MILLIS,
                "deleting old mail",
                () -> tidy(() -> store.purge(settings.keepDays(), TIDY_ROWS))
                        .compose(done -> tidy(() -> store.purgePointless(TIDY_ROWS))));
        return Future.succeededFuture();
    }

    /** A little at a time. */
    private static Future<Void> tidy(Supplier<Future<Integer>> some) {
        return Rounds.whileTrue(() -> some.get().map(deleted -> deleted == TIDY_ROWS));
    }

    private void every(long millis, String name, Supplier<Future<Void>> job) {
        jobs.add(Repeated.every(millis, vertx, name, job));
    }

    @Override
    public Future<?> stop() {
        jobs.forEach(Repeated::close);
        return Future.succeededFuture();
    }
}
