package org.creneau.booking;

import io.vertx.core.Future;

/** What can be asked of a node about seats that are held, from any event loop; the answer comes back on the caller's. */
public interface HoldClient {

    Future<Bookings.BookResult> hold(Holds.Hold command);

    Future<Holds.ConfirmResult> confirm(Holds.Confirm command);

    Future<Holds.ReleaseResult> release(Holds.Release command);

    Future<Holds.Held> list(Holds.List command);
}
