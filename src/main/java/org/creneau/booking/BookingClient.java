package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What can be asked of the bookings of a node, from any event loop; the answer comes back on the caller's. */
public interface BookingClient {

    Future<Bookings.BookResult> book(Bookings.Book command);

    Future<Bookings.CancelResult> cancel(Bookings.Cancel command);

    Future<Bookings.RescheduleResult> reschedule(Bookings.Reschedule command);

    Future<Bookings.FindResult> find(Bookings.Find command);

    Future<Bookings.ListResult> list(Bookings.List command);

    /**
     * The client of a node's instances of {@link BookingVerticle}.
     *
     * @param shards how many instances serve
     * @param timeoutMillis after which the answer counts as unknown
     */
    static BookingClient of(Vertx vertx, int shards, long timeoutMillis) {
        return new ShardedBookings(vertx, shards, timeoutMillis, (command, instance, otherwise) -> otherwise.get());
    }
}
