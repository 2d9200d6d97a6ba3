package org.creneau.desk;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditEntry.ActorKind;

/** Who manages the employees. */
public sealed interface Author {

    /** Whether the employees of this organisation are the author's business. */
    boolean manages(String organisation);

    /** The one organisation whose employees are the author's business; empty for those of all. */
    Optional<String> onlyFor();

    /** For the audit log. */
    AuditEntry entry(UUID employee, Action action, JsonObject details);

    /** A manager: of the ministry for all, of another organisation for its own people. */
    record Manager(Actor.Staff staff) implements Author {
        @Override
        public boolean manages(String organisation) {
            return staff.manager() && Access.worksFor(staff, organisation);
        }

        @Override
        public Optional<String> onlyFor() {
            return Access.onlyFor(staff);
        }

        @Override
        public AuditEntry entry(UUID employee, Action action, JsonObject details) {
            return AuditEntry.by(staff, employee, action, details);
        }
    }

    /** Who runs the service, at the command line. */
    record Operator() implements Author {
        @Override
        public boolean manages(String organisation) {
            return true;
        }

        @Override
        public Optional<String> onlyFor() {
            return Optional.empty();
        }

        @Override
        public AuditEntry entry(UUID employee, Action action, JsonObject details) {
            return new AuditEntry(null, ActorKind.OPERATOR, null, employee, action, details);
        }
    }
}
