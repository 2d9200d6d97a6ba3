package org.creneau.client;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Changes of a registered client's file (guide 5.3.1, 5.3.5, 6.3). Served by {@link ClientVerticle}. */
public final class ClientFiles {

    public static final Address<Change, ChangeResult> CHANGE = new Address<>("client.change");

    public static final Address<View, ViewResult> VIEW = new Address<>("client.view");

    private ClientFiles() {}

    /**
     * Shows a file to somebody whom {@code access} lets see it; noted in the audit log unless it is the client.
     *
     * @param by who looks
     */
    public record View(Actor by, UUID clientId) {}

    /** The answer to {@link View}. */
    public sealed interface ViewResult {
        record Found(ClientFile file, Options options) implements ViewResult {}

        record NotRegistered() implements ViewResult {}
    }

    /** What is changed together. */
    public enum Section {
        /** Status, the day it was granted, French (5.3.1). */
        STATUS,
        /** Address, telephones, e-mail address (6.3). */
        CONTACT,
        /** The four questions of 4.8 that need not be answered at the registration (5.3.5). */
        COMPLEMENTARY
    }

    /**
     * Changes some fields and leaves the others as they are. Whether {@code by} may do so is for the sender to find out;
     * what somebody else than the client does is noted in the audit log.
     *
     * @param by who changes it
     * @param changes under the names of the contract; an empty text takes a value away
     * @param version that the client has seen; null: whichever there is
     */
    public record Change(
            Actor by,
            UUID clientId,
            Section section,
            JsonObject changes,
            @Nullable Integer version) {

        public Change {
            changes = changes.copy();
        }

        @Override
        public String toString() {
            return "Change[" + section + "]"; // what must not reach a log
        }
    }

    /** The answer to {@link Change}. */
    public sealed interface ChangeResult {
        record Changed(ClientFile file, Options options) implements ChangeResult {}

        record Invalid(List<FieldProblem> problems) implements ChangeResult {}

        /** The new status does not let anybody use the service (guide 4.5). */
        record NotAdmissible() implements ChangeResult {}

        record NotRegistered() implements ChangeResult {}

        /** The file has changed since the client saw it. */
        record Stale() implements ChangeResult {}
    }
}
