package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.BookingClient;
import org.creneau.booking.Bookings;
import org.creneau.booking.HoldClient;
import org.creneau.booking.Holds;
import org.creneau.client.Options;
import org.creneau.client.Registrations;
import org.creneau.client.Registrations.ShowResult;
import org.creneau.core.Page;
import org.creneau.desk.ClientReads.Card;
import org.creneau.desk.Clients.Find;
import org.creneau.desk.Clients.FindResult;
import org.creneau.desk.Clients.ListBookings;
import org.creneau.desk.Clients.ListBookingsResult;
import org.creneau.desk.Clients.Match;
import org.creneau.desk.Clients.Open;
import org.creneau.desk.Clients.OpenResult;
import org.creneau.desk.Notes.Note;
import org.jspecify.annotations.Nullable;

/**
 * Finds clients and opens their files.
 *
 * @param timeoutMillis how long a question to another feature may take
 */
record ClientDesk(
        Vertx vertx,
        Access access,
        ClientReads reads,
        BookingClient bookings,
        HoldClient holds,
        NoteService notes,
        long timeoutMillis) {

    /** Whoever means one person sees the right one among so many; a list of strangers is nobody's business. */
    private static final int MOST_MATCHES = 20;

    /** Bookings and notes that come with a file. */
    private static final int NEWEST = 20;

    Future<FindResult> find(Find command) {
        if (!command.criteria().isPrecise()) {
            return Future.succeededFuture(new FindResult.TooVague());
        }
        return reads.find(command.by(), command.criteria(), only(command.by()), MOST_MATCHES + 1)
                .map(found -> {
                    boolean more = found.size() > MOST_MATCHES;
                    List<Match> matches = more ? found.subList(0, MOST_MATCHES) : found;
                    return new FindResult.Found(matches, more);
                });
    }

    Future<OpenResult> open(Open command) {
        UUID clientId = command.clientId();
        return access.mayUseFile(command.by(), clientId)
                .compose(may -> may
                        ? reads.open(command.by(), clientId, only(command.by()))
                                .compose(card -> card.isEmpty()
                                        ? Future.succeededFuture(new OpenResult.NotFound())
                                        : opened(command.by(), clientId, card.get()))
                        : Future.succeededFuture(new OpenResult.NotFound()));
    }

    private Future<OpenResult> opened(Actor by, UUID clientId, Card card) {
        Future<ShowResult> shown = Registrations.SHOW.request(vertx, new Registrations.Show(clientId), timeoutMillis);
        Future<Bookings.ListResult> booked = bookings.list(new Bookings.List(clientId, only(by), null, NEWEST, null));
        Future<Holds.Held> held = holds.list(new Holds.List(clientId, only(by)));
        Future<Page<Note>> noted = notes.page(by, clientId, NEWEST, null);
        return Future.all(shown, booked, held, noted)
                .map(all -> new OpenResult.Opened(
                        clientId,
                        card.hasAccount(),
                        shown.result() instanceof ShowResult.Registered registered ? registered.file() : null,
                        options(shown.result()),
                        ((Bookings.ListResult.Found) booked.result()).page(),
                        held.result().items(),
                        card.flags(),
                        noted.result()));
    }

    /** The organisation whose bookings and clients are the actor's business; null: all are. */
    private static @Nullable String only(Actor by) {
        return Access.onlyFor(by).orElse(null);
    }

    private static Options options(ShowResult shown) {
        return shown instanceof ShowResult.Registered registered
                ? registered.options()
                : ((ShowResult.InDraft) shown).options();
    }

    Future<ListBookingsResult> bookings(ListBookings command) {
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may ? reads.see(command.by(), command.clientId()) : Future.succeededFuture(false))
                .compose(there -> there
                        ? bookings.list(new Bookings.List(
                                        command.clientId(),
                                        only(command.by()),
                                        command.state(),
                                        command.limit(),
                                        command.cursor()))
                                .map(result -> result instanceof Bookings.ListResult.Found found
                                        ? new ListBookingsResult.Found(found.page())
                                        : new ListBookingsResult.BadCursor())
                        : Future.succeededFuture(new ListBookingsResult.NotFound()));
    }
}
