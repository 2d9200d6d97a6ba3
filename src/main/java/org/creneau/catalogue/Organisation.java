package org.creneau.catalogue;

import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;

/** Who offers appointments: an office of the ministry or a partner organisation. */
public record Organisation(
        String id, LocalText name, Kind kind, @Nullable String phone) {

    /** Whose organisation it is. */
    public enum Kind {
        MINISTRY,
        PARTNER
    }
}
