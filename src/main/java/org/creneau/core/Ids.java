package org.creneau.core;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.Optional;
import java.util.UUID;

/** Identifiers: UUID version 7, made by the node, in order of time. */
public final class Ids {

    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();
    private static final int LENGTH = 36;

    private Ids() {}

    public static UUID next() {
        return GENERATOR.generate();
    }

    /** Reads an identifier that came from outside; empty when it cannot be one of ours. */
    public static Optional<UUID> parse(String text) {
        // UUID.fromString takes shortened groups and capitals too, which would give one thing several names.
        return canonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    private static boolean canonical(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
