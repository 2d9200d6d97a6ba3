package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;

/** Who changes what is offered, by whom and where. */
public sealed interface Author {

    /** Whether the locations of this organisation are the author's business. */
    boolean worksFor(String organisation);

    /** The one organisation whose locations are the author's business; empty for those of all. */
    Optional<String> onlyFor();

    /**
     * For the audit log.
     *
     * @param what ids of what was changed
     */
    AuditEntry entry(JsonObject what);

    /** A manager: of the ministry for all, of another organisation for its own locations. */
    record Manager(Actor.Staff staff) implements Author {
        @Override
        public boolean worksFor(String organisation) {
            return Access.worksFor(staff, organisation);
        }

        @Override
        public Optional<String> onlyFor() {
            return Access.onlyFor(staff);
        }

        @Override
        public AuditEntry entry(JsonObject what) {
            return AuditEntry.offerChanged(staff, what);
        }
    }

    /** Who runs the service, at the command line. */
    record Operator() implements Author {
        @Override
        public boolean worksFor(String organisation) {
            return true;
        }

        @Override
        public Optional<String> onlyFor() {
            return Optional.empty();
        }

        @Override
        public AuditEntry entry(JsonObject what) {
            return AuditEntry.byOperator(Action.OFFER_CHANGED, what);
        }
    }
}
