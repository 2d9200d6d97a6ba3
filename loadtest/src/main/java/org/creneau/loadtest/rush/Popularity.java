package org.creneau.loadtest.rush;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** How people choose among slots: the n-th is wanted 1/n^s as often as the first (Zipf's law). */
final class Popularity {

    /** With so many misses the wanted ones are nearly all gone, and any that is left will do. */
    private static final int DRAWS = 30;

    private final double[] upTo;

    Popularity(int slots, double exponent) {
        upTo = new double[slots];
        double sum = 0;
        for (int i = 0; i < slots; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            upTo[i] = sum;
        }
    }

    /** A slot that may be chosen; empty when there is none. */
    OptionalInt pick(SplittableRandom random, IntPredicate allowed) {
        for (int draw = 0; draw < DRAWS; draw++) {
            int slot = draw(random);
            if (allowed.test(slot)) {
                return OptionalInt.of(slot);
            }
        }
        for (int slot = 0; slot < upTo.length; slot++) {
            if (allowed.test(slot)) {
                return OptionalInt.of(slot);
            }
        }
        return OptionalInt.empty();
    }

    private int draw(SplittableRandom random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
    }
}
