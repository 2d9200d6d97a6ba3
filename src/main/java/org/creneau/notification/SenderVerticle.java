package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.config.MailSettings;
import org.creneau.core.BackOff;
import org.creneau.core.Repeated;
import org.creneau.core.Rounds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, again and again. Every node runs one; a mail belongs to whoever takes it first, for as long as its
 * sending may take. A mail may arrive twice (when a node dies between the mail server's answer and writing it down), with
 * the same Message-ID, and is never lost.
 */
final class SenderVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(SenderVerticle.class);

    /** Beyond the time for sending: for composing the mail, and for writing down what became of it. */
    private static final long LEASE_MARGIN_MILLIS = 30_000;

    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 2_000;

    private final MailSettings settings;
    private final MailStore store;
    private final MailComposer composer;
    private final MailMetrics metrics;
    private final BackOff backOff;

    // Touched by this verticle's event loop only.
    private @Nullable SmtpTransport transport;
    private @Nullable Repeated job;
    private Future<?> underWay = Future.succeededFuture();
    private boolean stopping;
    /** While the mail server is away: how often in a row that was found, and when to look again. */
    private int timesAway;

    private long lookAgainNanos;

    SenderVerticle(MailSettings settings, MailStore store, MailComposer composer, MailMetrics metrics) {
        this.settings = settings;
        this.store = store;
        this.composer = composer;
        this.metrics = metrics;
        this.backOff = new BackOff(
                settings.firstRetrySeconds() * 1000, settings.longestRetrySeconds() * 1000, settings.maxAttempts());
    }

    /** What one attempt came to. */
    private enum Outcome {
        OVER,
        FAILED,
        SERVER_AWAY
    }

    @Override
    public Future<?> start() {
        SmtpTransport made = new SmtpTransport(vertx, settings);
        transport = made;
        job = Repeated.every(settings.pollMillis(), vertx, "sending mail", () -> {
            Future<Void> sending = Rounds.whileTrue(() -> sendSome(made));
            underWay = sending;
            return sending;
        });
        return Future.succeededFuture();
    }

    /** What is on its way may still arrive there and be written down. */
    @Override
    public Future<?> stop() {
        stopping = true;
        if (job != null) {
            job.close();
        }
        return underWay.timeout(STOP_MILLIS, TimeUnit.MILLISECONDS)
                .transform(done -> transport == null ? Future.succeededFuture() : transport.close());
    }

    /** Whether there may be more that is due. */
    private Future<Boolean> sendSome(SmtpTransport server) {
        if (timesAway > 0 && System.nanoTime() - lookAgainNanos < 0) {
            return away();
        }
        int batch = settings.connections();
        return store.claim(batch, settings.sendTimeoutMillis() + LEASE_MARGIN_MILLIS)
                .compose(due -> sendAll(server, due).compose(outcomes -> {
                    if (!outcomes.isEmpty() && outcomes.stream().allMatch(one -> one == Outcome.SERVER_AWAY)) {
                        pause();
                        return away();
                    }
                    timesAway = outcomes.isEmpty() ? timesAway : 0;
                    return Future.succeededFuture(due.size() == batch && !stopping);
                }));
    }

    private static Future<Boolean> away() {
        return Future.failedFuture(new MailServerAwayException());
    }

    /** All mail would only fail, one after the other. */
    private void pause() {
        long millis = Math.min(LONGEST_PAUSE_MILLIS, settings.pollMillis() << Math.min(timesAway, 10));
        timesAway++;
        lookAgainNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Future<List<Outcome>> sendAll(SmtpTransport server, List<DueMail> due) {
        List<Future<Outcome>> sending =
                due.stream().map(mail -> deliver(server, mail)).toList();
        return Future.join(sending).map(done -> done.<Outcome>list());
    }

    private Future<Outcome> deliver(SmtpTransport server, DueMail mail) {
        if (mail.pointless()) {
            metrics.dropped();
            return store.drop(mail.id()).map(Outcome.OVER);
        }
        return vertx.executeBlocking(() -> composer.compose(mail), false)
                .recover(failure -> Future.failedFuture(new UncomposableException(failure)))
                .compose(composed -> server.send(mail.id(), mail.recipient(), composed))
                .transform(done -> done.succeeded() ? sent(mail) : failed(mail, done.cause()));
    }

    private Future<Outcome> sent(DueMail mail) {
        metrics.sent();
        return store.sent(mail.id()).map(Outcome.OVER);
    }

    private Future<Outcome> failed(DueMail mail, Throwable cause) {
        metrics.failed();
        if (cause instanceof UncomposableException) {
            // Perhaps a newer node knows better what to do with it.
            log.warn("mail {} ({}) cannot be composed here", mail.id(), mail.kind(), cause.getCause());
            return failed(mail, new SmtpFailure(false, false, "not composed", String.valueOf(cause.getCause())));
        }
        return failed(mail, SmtpFailure.of(cause));
    }

    private Future<Outcome> failed(DueMail mail, SmtpFailure failure) {
        if (failure.forGood() || backOff.exhausted(mail.attempts())) {
            metrics.givenUp();
            log.warn(
                    "mail {} ({}) is given up after {} attempts: {}",
                    mail.id(),
                    mail.kind(),
                    mail.attempts(),
                    failure.brief());
            return store.dead(mail, failure.full()).map(Outcome.OVER);
        }
        return store.failed(mail, failure.full(), backOff.millis(mail.attempts()))
                .map(failure.everybodys() ? Outcome.SERVER_AWAY : Outcome.FAILED);
    }

    private static final class UncomposableException extends RuntimeException {
        UncomposableException(Throwable cause) {
            super("a mail cannot be composed", cause);
        }
    }

    /** For the log, once, when it begins. */
    private static final class MailServerAwayException extends RuntimeException {
        MailServerAwayException() {
            super("the mail server is away, or takes no mail from us; why is in mail.last_error", null, false, false);
        }
    }
}
