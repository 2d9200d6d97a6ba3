package org.creneau.seat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result of one batch for one slot. */
public sealed interface TakeResult {

    /** The slot is not in Redis, or what is there is suspect: {@link SeatLedger#install} it first. */
    record NotLoaded() implements TakeResult {}

    /**
     * Answered.
     *
     * @param version of the slot's seats; grows with every seat given back
     * @param left seats free after the batch
     * @param holders everybody who has or had a seat; only when asked for and the slot is full
     * @param answers one for each request, in order
     */
    record Answered(long version, int left, @Nullable Set<UUID> holders, List<TakeAnswer> answers)
            implements TakeResult {}
}
