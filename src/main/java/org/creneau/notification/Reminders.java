package org.creneau.notification;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.creneau.core.Sql;
import org.creneau.notification.ReminderStore.Due;
import org.creneau.notification.ReminderStore.Guest;
import org.creneau.notification.ReminderStore.Position;

/**
 * Reminds clients of their appointments, once each. It walks along the slots in order of their start as the time for them
 * comes, so that each is looked at once, however many there are; who books later than that is not reminded. That a
 * booking still stands is seen to again when the mail is sent.
 */
final class Reminders {

    private static final int GUESTS = 500;
    /** Steps in one go: what is left waits for the next. */
    private static final int STEPS = 200;

    private final Sql sql;
    private final ReminderStore store;
    private final Outbox outbox;
    private final int hours;

    /** @param hours before the start */
    Reminders(Sql sql, Outbox outbox, int hours) {
        this.sql = sql;
        this.store = new ReminderStore(sql);
        this.outbox = outbox;
        this.hours = hours;
    }

    Future<Void> poll() {
        return steps(STEPS);
    }

    private Future<Void> steps(int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        return store.position()
                .compose(position -> store.next(position, hours)
                        .compose(due -> due.isEmpty()
                                ? Future.succeededFuture()
                                : remind(position, due.get())
                                        .compose(first -> first ? steps(left - 1) : Future.succeededFuture())));
    }

    /** False when another node is at it. */
    private Future<Boolean> remind(Position from, Due due) {
        return store.guests(due.position(), hours, GUESTS).compose(guests -> {
            int seat = guests.size() < GUESTS
                    ? Integer.MAX_VALUE
                    : guests.get(guests.size() - 1).seat();
            Position to = new Position(due.position().start(), due.position().slotId(), seat);
            return sql.transaction(within -> store.advance(within, from, to)
                    .compose(first -> first
                            ? outbox.addAll(within, mails(due, guests)).map(true)
                            : Future.succeededFuture(false)));
        });
    }

    private static List<Mail> mails(Due due, List<Guest> guests) {
        List<Mail> mails = new ArrayList<>();
        for (Guest guest : guests) {
            String email = guest.email();
            if (email == null) {
                continue;
            }
            String language = Objects.requireNonNull(guest.language());
            Appointment appointment = due.facts().in(language, guest.bookingId(), guest.bookingId(), 0, List.of());
            mails.add(new Mail(
                    Mail.Kind.BOOKING_REMINDER,
                    email,
                    language,
                    appointment.toJson(),
                    "reminder:" + guest.bookingId(),
                    guest.clientId(),
                    Duration.ZERO));
        }
        return mails;
    }
}
