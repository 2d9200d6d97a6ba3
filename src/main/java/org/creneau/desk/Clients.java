package org.creneau.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.client.ClientFile;
import org.creneau.client.Options;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** Clients and their files, as employees see them. Served by {@link DeskVerticle}. */
public final class Clients {

    public static final Address<Find, FindResult> FIND = new Address<>("desk.clients.find");
    public static final Address<Open, OpenResult> OPEN = new Address<>("desk.clients.open");
    public static final Address<ListBookings, ListBookingsResult> LIST_BOOKINGS =
            new Address<>("desk.clients.list-bookings");

    private Clients() {}

    /**
     * By what somebody says. Names are compared without regard to capitals, accents, hyphens and spaces.
     *
     * @param clientNumber digits
     * @param email of the registration or of the account
     */
    public record Criteria(
            @Nullable String clientNumber,
            @Nullable String referenceNumber,
            @Nullable String email,
            @Nullable String familyName,
            @Nullable String givenName,
            @Nullable LocalDate birthDate) {

        /** Whether few people can be meant: a number, an address, or the family name of somebody born on a day. */
        boolean isPrecise() {
            return clientNumber != null
                    || referenceNumber != null
                    || email != null
                    || (familyName != null && birthDate != null);
        }

        @Override
        public String toString() {
            return "Criteria[]"; // what must not reach a log
        }
    }

    /** Registered clients whom the employee may look up: of the ministry all, else who has consented (guide 4.9). */
    public record Find(Actor by, Criteria criteria) {}

    /** The answer to {@link Find}. */
    public sealed interface FindResult {
        /** @param more whether there are more than these */
        record Found(List<Match> matches, boolean more) implements FindResult {}

        /** Too many could be meant. */
        record TooVague() implements FindResult {}
    }

    /** Enough to tell whether it is the right one. */
    public record Match(
            UUID clientId, long number, String familyName, String givenName, LocalDate birthDate, String status) {
        @Override
        public String toString() {
            return "Match[" + clientId + "]";
        }
    }

    /** Opens the file; that it was seen is in the audit log. */
    public record Open(Actor by, UUID clientId) {}

    /** The answer to {@link Open}. */
    public sealed interface OpenResult {
        /**
         * @param file null for somebody who has an account and is not registered
         * @param options for the names of what is in it
         * @param bookings the newest of those that the employee may list
         * @param held seats that are kept for the client for a while, as far as the employee may see them: no bookings,
         *     but in the way of one
         * @param notes the newest
         */
        record Opened(
                UUID clientId,
                boolean hasAccount,
                @Nullable ClientFile file,
                Options options,
                Page<Bookings.Details> bookings,
                List<Bookings.Details> held,
                List<Flag> flags,
                Page<Notes.Note> notes)
                implements OpenResult {
            @Override
            public String toString() {
                return "Opened[" + clientId + "]";
            }
        }

        record NotFound() implements OpenResult {}
    }

    /**
     * A booking that somebody should look at.
     *
     * @param reason NOT_ELIGIBLE: the client's file no longer entitles to it (guide 5.3.1); OVERLAPPING: since its
     *     organisation has moved it, it is at the same time as another one of the client's
     */
    public record Flag(UUID bookingId, Instant at, String reason) {}

    /**
     * The client's bookings, newest first: for employees of the ministry at whichever organisation, for others at theirs.
     *
     * @param state only those in this state; null: all
     * @param limit 1 to 100
     */
    public record ListBookings(
            Actor by,
            UUID clientId,
            @Nullable BookingState state,
            int limit,
            @Nullable String cursor) {}

    /** The answer to {@link ListBookings}. */
    public sealed interface ListBookingsResult {
        record Found(Page<Bookings.Details> page) implements ListBookingsResult {}

        record NotFound() implements ListBookingsResult {}

        record BadCursor() implements ListBookingsResult {}
    }
}
