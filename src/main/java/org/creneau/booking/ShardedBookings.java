package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.creneau.core.Address;

/**
 * Sends booking commands to the instance that owns them. Bookings of one slot meet in one instance, where they can be
 * batched; what concerns a client rather than a slot goes by the client.
 */
final class ShardedBookings implements BookingClient, HoldClient {

    /** The addresses of one instance. */
    private record Shard(
            Address<Bookings.Book, Bookings.BookResult> book,
            Address<Bookings.Cancel, Bookings.CancelResult> cancel,
            Address<Bookings.Reschedule, Bookings.RescheduleResult> reschedule,
            Address<Bookings.Find, Bookings.FindResult> find,
            Address<Bookings.List, Bookings.ListResult> list,
            Address<Holds.Hold, Bookings.BookResult> hold,
            Address<Holds.Confirm, Holds.ConfirmResult> confirm,
            Address<Holds.Release, Holds.ReleaseResult> release,
            Address<Holds.List, Holds.Held> held) {

        static Shard of(int index) {
            return new Shard(
                    Bookings.BOOK.shard(index),
                    Bookings.CANCEL.shard(index),
                    Bookings.RESCHEDULE.shard(index),
                    Bookings.FIND.shard(index),
                    Bookings.LIST.shard(index),
                    Holds.HOLD.shard(index),
                    Holds.CONFIRM.shard(index),
                    Holds.RELEASE.shard(index),
                    Holds.LIST.shard(index));
        }
    }

    private final Vertx vertx;
    private final List<Shard> shards;
    private final long timeoutMillis;
    private final BookHere bookHere;

    /** What can be answered before the way to the instance. */
    @FunctionalInterface
    interface BookHere {
        /** @param otherwise asks the instance */
        Future<Bookings.BookResult> orElse(
                Bookings.Book command, int instance, Supplier<Future<Bookings.BookResult>> otherwise);
    }

    /**
     * @param shards how many instances of {@link BookingVerticle} serve
     * @param timeoutMillis after which the answer counts as unknown
     */
    ShardedBookings(Vertx vertx, int shards, long timeoutMillis, BookHere bookHere) {
        this.vertx = vertx;
        this.bookHere = bookHere;
        this.shards = IntStream.range(0, shards).mapToObj(Shard::of).toList();
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Future<Bookings.BookResult> book(Bookings.Book command) {
        int instance = indexOf(command.slotId());
        return bookHere.orElse(
                command, instance, () -> shards.get(instance).book().request(vertx, command, timeoutMillis));
    }

    @Override
    public Future<Bookings.CancelResult> cancel(Bookings.Cancel command) {
        return shardOf(command.clientId()).cancel().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Bookings.RescheduleResult> reschedule(Bookings.Reschedule command) {
        return shardOf(command.slotId()).reschedule().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Bookings.FindResult> find(Bookings.Find command) {
        return shardOf(command.clientId()).find().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Bookings.ListResult> list(Bookings.List command) {
        return shardOf(command.clientId()).list().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Bookings.BookResult> hold(Holds.Hold command) {
        return shardOf(command.request().slotId()).hold().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Holds.ConfirmResult> confirm(Holds.Confirm command) {
        return shardOf(command.clientId()).confirm().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Holds.ReleaseResult> release(Holds.Release command) {
        return shardOf(command.clientId()).release().request(vertx, command, timeoutMillis);
    }

    @Override
    public Future<Holds.Held> list(Holds.List command) {
        return shardOf(command.clientId()).held().request(vertx, command, timeoutMillis);
    }

    private Shard shardOf(UUID id) {
        return shards.get(indexOf(id));
    }

    private int indexOf(UUID id) {
        return Math.floorMod(id.hashCode(), shards.size());
    }
}
