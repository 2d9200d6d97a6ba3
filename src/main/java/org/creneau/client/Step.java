package org.creneau.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The steps of the registration, in the order of the guide (4.5 to 4.9). */
public enum Step {
    STATUS,
    IDENTITY,
    CONTACT,
    COMPLEMENTARY,
    DECLARATION;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** As it is called in JSON. */
    public String key() {
        return key;
    }

    public static List<Step> all() {
        return Arrays.asList(values());
    }
}
