package org.creneau.core;

import java.time.ZoneId;

/**
 * The time in which days and hours are meant where no place says otherwise: Quebec's, wherever the server stands. The
 * ministry's days, the last day of a code, and a birthday begin by it; a location, a release plan, and the mail have a
 * zone of their own, for which this is the default at most.
 */
public final class MinistryTime {

    /** All of Quebec but its far east keeps the hours of Toronto; {@code America/Montreal} is an old alias of it. */
    public static final String ZONE_NAME = "America/Toronto";

    public static final ZoneId ZONE = ZoneId.of(ZONE_NAME);

    private MinistryTime() {}
}
