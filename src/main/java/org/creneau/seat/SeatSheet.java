package org.creneau.seat;

import java.util.Map;

/**
 * Everything that Redis knows about the seats of one slot.
 *
 * @param left the counter of free seats
 * @param leases the counter of seats that are not recorded yet
 * @param seats who has which
 */
public record SeatSheet(int capacity, int left, int leases, Map<Integer, SeatRecord> seats) {}
