package org.creneau.loadtest.node;

import java.util.Optional;

/** Tells what a process uses. May block for a second or two. */
public interface UsageSource {

    /** What is watched, for reports. */
    String name();

    /** What the memory figure means, for reports. */
    String memoryMeaning();

    /** Empty when it cannot be told, for instance because the process is gone. */
    Optional<Usage> read();
}
