package org.creneau.loadtest.fault;

import java.io.PrintStream;
import java.util.List;

/** Sabotage that the checkers must see. */
final class Controls {

    private final GroundOptions options;
    private final FaultCrowd crowd;
    private final PrintStream out;

    Controls(GroundOptions options, FaultCrowd crowd, PrintStream out) {
        this.options = options;
        this.crowd = crowd;
        this.out = out;
    }

    List<ControlResult> run(long seed) {
        out.println("controls: " + options + crowd + seed);
        return List.of();
    }
}
