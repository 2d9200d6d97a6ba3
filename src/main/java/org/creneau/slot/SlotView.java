package org.creneau.slot;

/**
 * A slot as it stood a moment ago.
 *
 * @param left seats that nobody holds, some 250 ms old at the most while Redis answers
 */
public record SlotView(Slot slot, int left, SlotStatus status) {}
