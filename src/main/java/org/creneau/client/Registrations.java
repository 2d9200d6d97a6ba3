package org.creneau.client;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Registering with the service (guide 4.4 to 4.11). Served by {@link ClientVerticle}. */
public final class Registrations {

    public static final Address<Lists, Options> LISTS = new Address<>("client.lists");
    public static final Address<Show, ShowResult> SHOW = new Address<>("client.show");
    public static final Address<Save, SaveResult> SAVE = new Address<>("client.save");
    public static final Address<Register, RegisterResult> REGISTER = new Address<>("client.register");
    public static final Address<Confirm, RegisterResult> CONFIRM = new Address<>("client.confirm");

    private Registrations() {}

    /** What forms choose from. Answers that show a registration have it with them, for the names of what was chosen. */
    public record Lists() {}

    /**
     * Steps that were saved.
     *
     * @param steps by their keys, each as {@link Part#json()}; not to be changed
     * @param savedAt when the last one was; null when there is none
     */
    public record Draft(JsonObject steps, @Nullable Instant savedAt) {

        public List<Step> missing() {
            return Step.all().stream()
                    .filter(step -> !steps.containsKey(step.key()))
                    .toList();
        }

        @Override
        public String toString() {
            return "Draft[]"; // what must not reach a log
        }
    }

    /** The client's registration, however far it has come. */
    public record Show(UUID clientId) {}

    /** The answer to {@link Show}. */
    public sealed interface ShowResult {
        record Registered(ClientFile file, Options options) implements ShowResult {}

        record InDraft(Draft draft, Options options) implements ShowResult {}
    }

    /** Saves a step (guide 4.5 to 4.9), in any order. */
    public record Save(UUID clientId, Part part) {}

    /** The answer to {@link Save}. */
    public sealed interface SaveResult {
        record Saved(Draft draft, Options options) implements SaveResult {}

        record Invalid(List<FieldProblem> problems) implements SaveResult {}

        /** Guide 4.5. */
        record NotAdmissible() implements SaveResult {}

        /** Guide 4.6: under another account. */
        record RegisteredElsewhere() implements SaveResult {}

        /** A partner made a file, which goes to the account with the authorization code only (guide 3.2). */
        record NeedsCode() implements SaveResult {}

        /** There is a file, which has changes of its own. */
        record RegisteredAlready() implements SaveResult {}

        /** Numbers that are not the client's were given too often. */
        record TooManyRefusals(long retryAfterSeconds) implements SaveResult {}
    }

    /**
     * Registers at once.
     *
     * @param language of the mails, unless the client's account says which
     */
    public record Register(UUID clientId, Form form, String language) {}

    /** Registers with the steps that were saved (guide 4.10, 4.11). */
    public record Confirm(UUID clientId, String language) {}

    /** The answer to {@link Register} and {@link Confirm}. */
    public sealed interface RegisterResult {
        /** Now, or before with the same data. */
        record Registered(ClientFile file, Options options) implements RegisterResult {}

        record Invalid(List<FieldProblem> problems) implements RegisterResult {}

        /** Steps are missing. */
        record Incomplete() implements RegisterResult {}

        record NotAdmissible() implements RegisterResult {}

        record RegisteredElsewhere() implements RegisterResult {}

        /** A partner made a file, which goes to the account with the authorization code only (guide 3.2). */
        record NeedsCode() implements RegisterResult {}

        /** With other data. */
        record RegisteredAlready() implements RegisterResult {}

        record TooManyRefusals(long retryAfterSeconds) implements RegisterResult {}
    }
}
