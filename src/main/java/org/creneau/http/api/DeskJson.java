package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.audit.AuditLog;
import org.creneau.booking.Bookings;
import org.creneau.client.ClientFile;
import org.creneau.core.Page;
import org.creneau.desk.Clients;
import org.creneau.desk.Clients.OpenResult.Opened;
import org.creneau.desk.Notes;
import org.creneau.http.Json;
import org.creneau.http.Lang;
import org.creneau.http.Times;
import org.jspecify.annotations.Nullable;

/** What employees see, as JSON. Not to be logged. */
record DeskJson(BookingJson bookings, BookingJson held) {

    record Match(String id, String clientNumber, String familyName, String givenName, String birthDate, String status) {
        static Match of(Clients.Match match) {
            return new Match(
                    match.clientId().toString(),
                    String.valueOf(match.number()),
                    match.familyName(),
                    match.givenName(),
                    match.birthDate().toString(),
                    match.status());
        }
    }

    record Matches(List<Match> items, boolean more) {
        static Matches of(Clients.FindResult.Found found) {
            return new Matches(found.matches().stream().map(Match::of).toList(), found.more());
        }
    }

    record Flag(String bookingId, String at, String reason) {
        static Flag of(Clients.Flag flag) {
            return new Flag(flag.bookingId().toString(), Times.in(flag.at(), ZoneOffset.UTC), flag.reason());
        }
    }

    record Note(String id, String author, String organisation, String text, String at) {
        static Note of(Notes.Note note) {
            return new Note(
                    note.id().toString(),
                    note.author().toString(),
                    note.organisation(),
                    note.text(),
                    Times.in(note.at(), ZoneOffset.UTC));
        }
    }

    record Audited(
            String id,
            String at,
            String by,
            @Nullable String actor,
            @Nullable String organisation,
            @Nullable String client,
            String action,
            Map<String, Object> details) {
        static Audited of(AuditLog.Entry entry) {
            return new Audited(
                    String.valueOf(entry.id()),
                    Times.in(entry.at(), ZoneOffset.UTC),
                    entry.actorKind().name(),
                    text(entry.actor()),
                    entry.organisation(),
                    text(entry.clientId()),
                    entry.action(),
                    entry.details().getMap());
        }

        private static @Nullable String text(@Nullable UUID id) {
            return id == null ? null : id.toString();
        }
    }

    Buffer page(Page<Bookings.Details> page, Lang lang) {
        return PageJson.write(page, (to, details) -> bookings.write(to, details, lang));
    }

    private Buffer held(List<Bookings.Details> items, Lang lang) {
        Buffer json = Buffer.buffer();
        for (Bookings.Details details : items) {
            if (json.length() > 0) {
                json.appendString(",");
            }
            held.write(json, details, lang);
        }
        return json;
    }

    /** Bookings write themselves; the rest goes around them. */
    Buffer of(Opened opened, Lang lang) {
        Buffer json = Buffer.buffer("{\"id\":\"" + opened.clientId() + "\",\"hasAccount\":" + opened.hasAccount());
        ClientFile file = opened.file();
        if (file != null) {
            json.appendString(",\"registration\":")
                    .appendBuffer(RegistrationJson.of(file, opened.options(), lang.locale())
                            .toBuffer());
        }
        return json.appendString(",\"bookings\":")
                .appendBuffer(page(opened.bookings(), lang))
                .appendString(",\"held\":[")
                .appendBuffer(held(opened.held(), lang))
                .appendString("]")
                .appendString(",\"flags\":")
                .appendBuffer(Json.write(opened.flags().stream().map(Flag::of).toList()))
                .appendString(",\"notes\":")
                .appendBuffer(Json.write(PageJson.of(opened.notes(), Note::of)))
                .appendString("}");
    }
}
