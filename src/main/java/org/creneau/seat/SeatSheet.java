package org.creneau.seat;

import java.util.Map;

/**
 * Everything that Redis knows about the seats of one slot.
 *
 * @param left the counter
 * @param seats who has which
 */
public record SeatSheet(int capacity, int left, Map<Integer, SeatRecord> seats) {}
