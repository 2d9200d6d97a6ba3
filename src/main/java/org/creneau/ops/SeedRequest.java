package org.creneau.ops;

/**
 * What {@code creneau seed} is asked for.
 *
 * @param clients new clients, each with a token
 * @param slots new slots of one type, at one location
 * @param capacity seats of each slot
 * @param opensInSeconds when the slots can be booked, after everything else is done; 0 or less: at once
 */
public record SeedRequest(int clients, int slots, int capacity, long opensInSeconds) {

    public static final int MAX_CLIENTS = 1_000_000;
    public static final int MAX_SLOTS = 10_000;
    public static final int MAX_CAPACITY = 10_000;
    public static final long MAX_OPENS_IN_SECONDS = 30L * 24 * 3600;

    public SeedRequest {
        check("clients", clients, 0, MAX_CLIENTS);
        check("slots", slots, 0, MAX_SLOTS);
        check("capacity", capacity, 1, MAX_CAPACITY);
        check("opens-in", opensInSeconds, -MAX_OPENS_IN_SECONDS, MAX_OPENS_IN_SECONDS);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("--" + name + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
