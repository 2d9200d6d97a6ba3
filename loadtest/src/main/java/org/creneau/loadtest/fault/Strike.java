package org.creneau.loadtest.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A fault and its time.
 *
 * @param atMillis after the release
 */
record Strike(Fault fault, int atMillis) {

    private static final int EARLIEST_MILLIS = 500;
    private static final int ALONE_MILLIS = 2500;
    private static final int MIXED_MILLIS = 6000;
    private static final int MIXED = 3;

    /** A fault by itself, at a moment drawn from the first seconds. */
    static List<Strike> alone(Fault fault, SplittableRandom random) {
        return List.of(new Strike(fault, EARLIEST_MILLIS + random.nextInt(ALONE_MILLIS - EARLIEST_MILLIS)));
    }

    /** Several at moments of their own, which may overlap; one fault may come twice. */
    static List<Strike> mix(List<Fault> from, SplittableRandom random) {
        List<Strike> mix = new ArrayList<>();
        for (int i = 0; i < MIXED; i++) {
            Fault fault = from.get(random.nextInt(from.size()));
            mix.add(new Strike(fault, EARLIEST_MILLIS + random.nextInt(MIXED_MILLIS - EARLIEST_MILLIS)));
        }
        mix.sort(Comparator.comparingInt(Strike::atMillis));
        return mix;
    }

    /** For people. */
    static String describe(List<Strike> strikes) {
        return strikes.stream()
                .map(strike -> String.format(Locale.ROOT, "%s at %.1f s", strike.fault, strike.atMillis / 1000.0))
                .collect(Collectors.joining(", "));
    }
}
