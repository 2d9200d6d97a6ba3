package org.creneau.http;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as clients see them. */
public final class Times {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    /** What {@link #recent} was last asked. */
    private record Recent(long epochSecond, ZoneId zone, String text) {}

    private static volatile Recent recent = new Recent(0, ZoneOffset.UTC, "1970-01-01T00:00:00Z");

    private Times() {}

    public static String in(Instant time, ZoneId zone) {
        return SECONDS.format(time.atZone(zone));
    }

    /** The same for what happened just now, to many in the same second: it is worked out once for all of them. */
    public static String recent(Instant time, ZoneId zone) {
        Recent last = recent;
        if (last.epochSecond() != time.getEpochSecond() || !last.zone().equals(zone)) {
            last = new Recent(time.getEpochSecond(), zone, in(time, zone));
            recent = last;
        }
        return last.text();
    }

    /** For what begins then and not before: never earlier than it is, not even by the milliseconds that others do without. */
    public static String notBefore(Instant time, ZoneId zone) {
        if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
            return in(time, zone);
        }
        Instant rounded = time.truncatedTo(ChronoUnit.MILLIS);
        Instant millis = rounded.equals(time) ? time : rounded.plusMillis(1);
        return MILLISECONDS.format(millis.atZone(zone));
    }

    public static String precise(Instant time) {
        return MILLISECONDS.format(time.atZone(ZoneOffset.UTC));
    }
}
