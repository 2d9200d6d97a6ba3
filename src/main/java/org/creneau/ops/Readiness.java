package org.creneau.ops;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Whether this process should be sent requests. Goes from starting to ready to stopping, never back. */
public final class Readiness {

    /** Where the process is in its life. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    public Phase phase() {
        return Objects.requireNonNull(phase.get());
    }

    /** Everything is up; does nothing when the process was told to stop meanwhile. */
    public void ready() {
        phase.compareAndSet(Phase.STARTING, Phase.READY);
    }

    /** From now on, no new requests please. */
    public void stopping() {
        phase.set(Phase.STOPPING);
    }
}
