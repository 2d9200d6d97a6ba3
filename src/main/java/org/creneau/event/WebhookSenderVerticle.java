package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.creneau.config.EventSettings;
import org.creneau.core.BackOff;
import org.creneau.core.Repeated;
import org.creneau.core.Rounds;
import org.creneau.event.DeliveryStore.Addressee;
import org.creneau.event.DeliveryStore.Due;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to webhooks what is due, again and again. Every node runs one; an event belongs to whoever takes it first, for as
 * long as sending may take. It may come twice (when a node dies between the answer and writing it down), with the same
 * {@code webhook-id}, and is not lost. Webhooks are sent to beside each other, in turns, so a slow one holds up nobody else.
 */
final class WebhookSenderVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(WebhookSenderVerticle.class);

    /** Events of different threads that are under way to one webhook. */
    static final int AT_ONCE = 8;

    /** Beyond the time for sending: for writing down what became of it. */
    private static final long LEASE_MARGIN_MILLIS = 30_000;

    /** A webhook that failed is tried again after this at the latest: whether it works again, not each of its events. */
    private static final long LONGEST_PAUSE_MILLIS = 300_000;

    private static final long STOP_MILLIS = 2_000;
    private static final int GONE = 410;

    private final EventSettings settings;
    private final DeliveryStore store;
    private final Targets targets;
    private final EventMetrics metrics;
    private final BackOff backOff;
    private final BackOff pauses;

    // Touched by this verticle's event loop only.
    private final WebhookTurns turns;
    private @Nullable Sending sending;
    private @Nullable Repeated job;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopping;

    WebhookSenderVerticle(EventSettings settings, DeliveryStore store, Targets targets, EventMetrics metrics) {
        this.settings = settings;
        this.store = store;
        this.turns = new WebhookTurns(store, settings.connections());
        this.targets = targets;
        this.metrics = metrics;
        long first = TimeUnit.SECONDS.toMillis(settings.firstRetrySeconds());
        long longest = TimeUnit.SECONDS.toMillis(settings.longestRetrySeconds());
        this.backOff = new BackOff(first, longest, settings.maxAttempts());
        this.pauses = new BackOff(first, Math.min(longest, LONGEST_PAUSE_MILLIS), settings.maxAttempts());
    }

    @Override
    public Future<?> start() {
        Sending made = new Sending(vertx, settings, targets, settings.connections() * AT_ONCE);
        sending = made;
        job = Repeated.every(settings.pollMillis(), vertx, "sending to webhooks", () -> look(made));
        return Future.succeededFuture();
    }

    /** What is on its way may still arrive there and be written down. */
    @Override
    public Future<?> stop() {
        stopping = true;
        if (job != null) {
            job.close();
        }
        return Future.join(turns.rounds())
                .timeout(STOP_MILLIS, TimeUnit.MILLISECONDS)
                .transform(done -> sending == null ? Future.succeededFuture() : sending.close());
    }

    /** Begins with those whose turn it is; one look at a time, so that no place is given twice. */
    private Future<Void> look(Sending by) {
        lookAgain = true;
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        return Rounds.whileTrue(() -> {
                    lookAgain = false;
                    return turns.next().map(found -> {
                        found.forEach(to -> begin(by, to));
                        return lookAgain;
                    });
                })
                .onComplete(done -> looking = false);
    }

    private void begin(Sending by, Addressee to) {
        if (stopping) {
            return;
        }
        Future<Integer> round = sendSome(by, to);
        turns.begin(to.id(), round);
        round.onComplete(done -> {
            if (stopping) {
                return;
            }
            if (done.failed()) {
                log.warn(
                        "sending to webhook {} broke off and begins anew: {}",
                        to.id(),
                        done.cause().toString());
            } else if (done.result() > 0) { // else what is due waits for another node
                look(by);
            }
        });
    }

    /** How many were sent, whether or not they came. A webhook that failed the last time gets one, until it takes it. */
    private Future<Integer> sendSome(Sending by, Addressee to) {
        return store.claim(to, to.failures() > 0 ? 1 : AT_ONCE, settings.sendTimeoutMillis() + LEASE_MARGIN_MILLIS)
                .compose(due -> Future.join(
                                due.stream().map(one -> deliver(by, to, one)).toList())
                        .map(done -> due.size()));
    }

    private Future<Void> deliver(Sending by, Addressee to, Due due) {
        return by.send(to, due.event()).transform(answer -> {
            if (answer.succeeded() && answer.result() / 100 == 2) {
                metrics.delivered();
                return store.delivered(to.id(), due.event().sequence(), answer.result());
            }
            metrics.failed();
            Integer status = answer.succeeded() ? answer.result() : null;
            String error = answer.succeeded() ? "status " + answer.result() : brief(answer.cause());
            return failed(to, due, status, error);
        });
    }

    private Future<Void> failed(Addressee to, Due due, @Nullable Integer status, String error) {
        Long retry = backOff.exhausted(due.attempts()) ? null : backOff.millis(due.attempts());
        if (retry == null) {
            log.warn("event {} for webhook {} is given up: {}", due.event().id(), to.id(), error);
        }
        int failures = to.failures() + 1;
        long pause = pauses.millis(failures);
        Future<Void> written =
                store.failed(to.id(), due, status, error, retry, failures, pause, settings.disableHours());
        return status != null && status == GONE ? written.compose(done -> store.gone(to.id())) : written;
    }

    /** What its owner may see of a failure: nothing about this side. */
    static String brief(Throwable failure) {
        if (failure instanceof Sending.ClosedException closed) {
            return String.valueOf(closed.getMessage());
        }
        if (failure instanceof TimeoutException) {
            return "timeout";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "tls";
            }
        }
        return "connection";
    }
}
