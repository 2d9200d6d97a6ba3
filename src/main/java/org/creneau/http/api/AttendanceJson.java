package org.creneau.http.api;

import java.util.List;
import org.creneau.desk.Attendances.Entry;
import org.creneau.desk.Attendances.Person;
import org.jspecify.annotations.Nullable;

/** Somebody who is expected in a slot, as JSON. */
record AttendanceJson(
        String bookingId,
        String reference,
        String clientId,
        @Nullable String clientNumber,
        @Nullable String familyName,
        @Nullable String givenName,
        int seat,
        String state,
        List<DeskJson.Flag> flags) {

    static AttendanceJson of(Entry entry) {
        Person person = entry.person();
        Long number = person == null ? null : person.number();
        return new AttendanceJson(
                entry.bookingId().toString(),
                entry.reference(),
                entry.clientId().toString(),
                number == null ? null : String.valueOf(number),
                person == null ? null : person.familyName(),
                person == null ? null : person.givenName(),
                entry.seat(),
                entry.state().name(),
                entry.flags().stream().map(DeskJson.Flag::of).toList());
    }
}
