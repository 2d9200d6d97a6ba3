package org.creneau.core;

import java.util.UUID;

/** The short form of a booking's id, which people print and read out: {@code 7K3M-9QXD-2F}. */
public final class Reference {

    /** Crockford's base 32: no I, L, O, U, so that nothing is misread. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 10;

    private Reference() {}

    /** Taken from the id's random part: 50 bits, unguessable beside other facts and never stored twice. */
    public static String of(UUID id) {
        long bits = id.getLeastSignificantBits();
        StringBuilder text = new StringBuilder(LENGTH + 2);
        for (int i = 0; i < LENGTH; i++) {
            if (i == 4 || i == 8) {
                text.append('-');
            }
            text.append(DIGITS.charAt((int) (bits >>> (5 * i)) & 31));
        }
        return text.toString();
    }
}
