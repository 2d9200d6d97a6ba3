package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.auth.Accounts;
import org.creneau.auth.Accounts.VerifyPasswordResult;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingSource;
import org.creneau.booking.Bookings;
import org.creneau.privacy.ErasureStore.BeginResult;
import org.creneau.privacy.PersonalData.Erase;
import org.creneau.privacy.PersonalData.EraseResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases clients: asks for the password, shuts the client out, cancels what is booked, and then erases. Whatever stops it
 * after the second step, {@link #resume} goes on with it, on any node.
 */
final class ErasureService {

    private static final Logger log = LoggerFactory.getLogger(ErasureService.class);

    private final Vertx vertx;
    private final ErasureStore store;
    private final BookingClient bookings;
    private final Consumer<Collection<UUID>> sessionsEnded;
    private final long timeoutMillis;

    /** @param sessionsEnded is told whose tokens are good no longer */
    ErasureService(
            Vertx vertx,
            ErasureStore store,
            BookingClient bookings,
            Consumer<Collection<UUID>> sessionsEnded,
            long timeoutMillis) {
        this.vertx = vertx;
        this.store = store;
        this.bookings = bookings;
        this.sessionsEnded = sessionsEnded;
        this.timeoutMillis = timeoutMillis;
    }

    Future<EraseResult> erase(Erase command) {
        Accounts.VerifyPassword question =
                new Accounts.VerifyPassword(command.principal(), command.currentPassword(), command.from());
        return Accounts.VERIFY_PASSWORD.request(vertx, question, timeoutMillis).compose(answer -> {
            if (answer instanceof VerifyPasswordResult.Locked locked) {
                return Future.succeededFuture(new EraseResult.Locked(locked.retryAfterSeconds()));
            }
            return answer instanceof VerifyPasswordResult.Verified
                    ? verified(command.principal().clientId())
                    : Future.succeededFuture(new EraseResult.BadCredentials());
        });
    }

    private Future<EraseResult> verified(UUID clientId) {
        return store.begin(clientId)
                .compose(result -> result instanceof BeginResult.Begun begun
                        ? begun(clientId, begun)
                        : Future.succeededFuture(new EraseResult.LastManager()));
    }

    private Future<EraseResult> begun(UUID clientId, BeginResult.Begun begun) {
        sessionsEnded.accept(begun.endedSessions());
        return finish(clientId)
                .map(true)
                .recover(failure -> {
                    log.warn("an erasure will be finished later", failure);
                    return Future.succeededFuture(false);
                })
                .map(done -> new EraseResult.Accepted(begun.requestedAt(), done));
    }

    /** Goes on with what was begun and not finished. */
    Future<Void> resume() {
        return store.due().compose(this::finishAll).compose(done -> store.close());
    }

    /** One after the other; one that fails holds up nobody else. */
    private Future<Void> finishAll(List<UUID> clients) {
        List<Future<Void>> all = new ArrayList<>();
        Future<Void> last = Future.succeededFuture();
        for (UUID client : clients) {
            last = last.transform(before -> finish(client));
            all.add(last);
        }
        return Future.join(all).mapEmpty();
    }

    private Future<Void> finish(UUID clientId) {
        return store.bookings(clientId)
                .compose(booked -> cancelAll(clientId, booked))
                .compose(cancelled -> store.erase(clientId))
                .map(ended -> {
                    sessionsEnded.accept(ended);
                    return null;
                });
    }

    /** The seats go back, also where a client could not cancel online: nobody would come. */
    private Future<Void> cancelAll(UUID clientId, List<UUID> booked) {
        Future<Void> done = Future.succeededFuture();
        for (UUID booking : booked) {
            done = done.compose(
                    before -> bookings.cancel(new Bookings.Cancel(clientId, booking, clientId, BookingSource.MINISTRY))
                            .mapEmpty());
        }
        return done;
    }
}
