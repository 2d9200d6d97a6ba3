package org.creneau.loadtest.rush;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The crowd, as options on the command line. */
final class CrowdFlags {

    @Option(names = "--clients", defaultValue = "50000", description = "different clients (default ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--seed", description = "of every random choice (default: drawn, and printed)")
    private @Nullable Long seed;

    @Option(
            names = "--window",
            defaultValue = "60",
            description = "seconds from the release until the last one arrives (default ${DEFAULT-VALUE})")
    private int windowSeconds;

    @Option(
            names = "--early",
            defaultValue = "0.2",
            description = "share that comes before the release and waits for it (default ${DEFAULT-VALUE})")
    private double earlyShare;

    @Option(
            names = "--early-seconds",
            defaultValue = "5",
            description = "how long before the release they come (default ${DEFAULT-VALUE})")
    private int earlySeconds;

    @Option(
            names = "--peak",
            defaultValue = "0.6",
            description = "share of the others that comes in the peak, the rest evenly (default ${DEFAULT-VALUE})")
    private double peakShare;

    @Option(
            names = "--peak-seconds",
            defaultValue = "5",
            description = "mean arrival time of the peak, exponential (default ${DEFAULT-VALUE})")
    private double peakSeconds;

    @Option(
            names = "--jitter",
            defaultValue = "1000",
            description = "ms within which those who waited press the button (default ${DEFAULT-VALUE})")
    private int jitterMillis;

    @Option(
            names = "--prepared",
            defaultValue = "0.5",
            description = "share of those who come after the release that books without searching (default "
                    + "${DEFAULT-VALUE})")
    private double preparedShare;

    @Option(
            names = "--look",
            defaultValue = "0.2",
            description = "share that looks at its own bookings before the release (default ${DEFAULT-VALUE})")
    private double lookShare;

    @Option(
            names = "--double-click",
            defaultValue = "0.05",
            description = "share that sends its first booking twice at once (default ${DEFAULT-VALUE})")
    private double doubleClickShare;

    @Option(
            names = "--cancel",
            defaultValue = "0.05",
            description = "share of those with a booking that cancels it (default ${DEFAULT-VALUE})")
    private double cancelShare;

    @Option(
            names = "--move",
            defaultValue = "0.05",
            description = "share of those with a booking that moves it (default ${DEFAULT-VALUE})")
    private double moveShare;

    @Option(
            names = "--slot-tries",
            defaultValue = "3",
            description = "slots that a client tries before giving up (default ${DEFAULT-VALUE})")
    private int slotTries;

    @Option(
            names = "--retries",
            defaultValue = "8",
            description = "of one request without a definite answer (default ${DEFAULT-VALUE})")
    private int retries;

    @Option(
            names = "--zipf",
            defaultValue = "1",
            description = "the n-th slot is wanted 1/n^this as often as the first (default ${DEFAULT-VALUE})")
    private double zipf;

    @Option(
            names = "--pick",
            defaultValue = "500",
            description = "mean ms between an answer and the next button (default ${DEFAULT-VALUE})")
    private int pickMillis;

    @Option(
            names = "--think",
            defaultValue = "3000",
            description = "mean ms between booking and changing one's mind (default ${DEFAULT-VALUE})")
    private int thinkMillis;

    Crowd crowd() {
        return new Crowd(
                clients,
                seed == null ? System.nanoTime() & 0xFFFFFFFFL : seed,
                windowSeconds,
                earlyShare,
                earlySeconds,
                peakShare,
                peakSeconds,
                jitterMillis,
                preparedShare,
                lookShare,
                doubleClickShare,
                cancelShare,
                moveShare,
                slotTries,
                retries,
                zipf,
                pickMillis,
                thinkMillis);
    }
}
