package org.creneau.loadtest.node;

/**
 * What a process has used.
 *
 * @param cpuSeconds since its start, on all cores together
 * @param memoryBytes now: resident for a local process, for a remote one what its JVM has committed
 */
public record Usage(double cpuSeconds, long memoryBytes) {}
