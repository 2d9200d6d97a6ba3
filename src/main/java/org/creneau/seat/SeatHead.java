package org.creneau.seat;

/**
 * The numbers of one slot in Redis.
 *
 * @param left free seats
 * @param leases seats that are taken and not recorded yet
 */
public record SeatHead(int capacity, int left, int leases) {

    public int taken() {
        return capacity - left;
    }
}
