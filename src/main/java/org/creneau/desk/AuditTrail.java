package org.creneau.desk;

import java.time.LocalDate;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.audit.AuditLog;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** What the audit log says, for the ministry's managers. Served by {@link DeskVerticle}. */
public final class AuditTrail {

    public static final Address<Search, SearchResult> SEARCH = new Address<>("desk.audit.search");

    private AuditTrail() {}

    /**
     * Entries, newest first. Null criteria do not matter.
     *
     * @param client about whom
     * @param actor who did or saw it
     * @param from first day, in the ministry's zone
     * @param to last day, inclusive
     * @param limit 1 to 100
     */
    public record Search(
            Actor by,
            @Nullable UUID client,
            @Nullable UUID actor,
            @Nullable String action,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            int limit,
            @Nullable String cursor) {}

    /** The answer to {@link Search}. */
    public sealed interface SearchResult {
        record Found(Page<AuditLog.Entry> page) implements SearchResult {}

        record BadCursor() implements SearchResult {}

        /** The last day is before the first. */
        record BadRange() implements SearchResult {}
    }
}
