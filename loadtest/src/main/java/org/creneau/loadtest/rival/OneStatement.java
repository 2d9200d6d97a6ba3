package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.creneau.booking.Bookings.BookResult;

/** A booking by a single statement, which is its own transaction: a conflict undoes all of it. */
final class OneStatement {

    /** Unique violation, deadlock: somebody else was faster. */
    private static final Set<String> CONFLICTS = Set.of("23505", "40P01");

    private OneStatement() {}

    /**
     * Books, or finds out why not, which is another round trip.
     *
     * @param sql whose parameters are the id, slot, client, source and request key, and which answers
     *     {@link BookingRow#COLUMNS} of the booking that it made, or nothing
     * @param full whether there was no seat, when nothing else stood in the way
     */
    static Future<Attempt> book(SqlClient client, String sql, Wish wish, Supplier<Future<Boolean>> full) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(
                        wish.id(),
                        wish.slot().id(),
                        wish.clientId(),
                        wish.source().name(),
                        wish.requestKey()))
                .map(BookingRow::first)
                .compose(
                        made -> made.isPresent()
                                ? Future.succeededFuture(new Attempt.Made(made.get()))
                                : obstacle(client, wish)
                                        .compose(found -> found.isPresent()
                                                ? Future.succeededFuture(found.get())
                                                : full.get().map(OneStatement::fullOrAgain)),
                        failure -> conflict(failure)
                                ? obstacle(client, wish).map(found -> found.orElseGet(Attempt.Again::new))
                                : Future.failedFuture(failure));
    }

    private static Attempt fullOrAgain(boolean full) {
        return full ? new Attempt.Refused(new BookResult.SlotFull()) : new Attempt.Again();
    }

    private static Future<Optional<Attempt>> obstacle(SqlClient client, Wish wish) {
        return Situation.read(client, wish)
                .map(found -> found.isEmpty()
                        ? Optional.of(new Attempt.Refused(new BookResult.NoSuchSlot()))
                        : found.get().obstacle(wish).map(Attempt.Refused::new));
    }

    private static boolean conflict(Throwable failure) {
        return failure instanceof PgException refused && CONFLICTS.contains(refused.getSqlState());
    }
}
