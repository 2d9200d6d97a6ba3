package org.creneau.notification;

import java.util.List;

/** A mail as its recipient will see it. */
record Composed(String subject, String text, String html, List<CalendarFile> calendars) {

    Composed {
        calendars = List.copyOf(calendars);
    }
}
