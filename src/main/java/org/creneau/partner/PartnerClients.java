package org.creneau.partner;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.client.ClientFile;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.Section;
import org.creneau.client.Options;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/**
 * The files of those who let a partner's organisation use them (guide 4.9). Of anybody else there is nothing to be found.
 * Served by {@link PartnerVerticle}.
 */
public final class PartnerClients {

    public static final Address<Show, ShowResult> SHOW = new Address<>("partner.show");
    public static final Address<Change, ChangeFileResult> CHANGE = new Address<>("partner.change");
    public static final Address<PrintLetter, LetterResult> PRINT_LETTER = new Address<>("partner.print-letter");

    private PartnerClients() {}

    public record Show(Actor.Partner by, UUID clientId) {}

    /** The answer to {@link Show}. */
    public sealed interface ShowResult {
        record Found(ClientFile file, Options options) implements ShowResult {}

        record NotFound() implements ShowResult {}
    }

    /**
     * Changes some fields of a file (guide 5.3.1, 5.3.5, 6.3).
     *
     * @param changes as of {@link org.creneau.client.ClientFiles.Change}
     * @param version that the partner has seen; null: whichever there is
     */
    public record Change(
            Actor.Partner by,
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
    public sealed interface ChangeFileResult {
        /** @param result what it came to */
        record Done(ChangeResult result) implements ChangeFileResult {}

        record NotFound() implements ChangeFileResult {}
    }

    /** A new authorization code, in a letter for the post (guide 3.2: « par courrier ou par courriel »). */
    public record PrintLetter(Actor.Partner by, UUID clientId) {}

    /** The answer to {@link PrintLetter}. */
    public sealed interface LetterResult {
        /** @param pdf one page */
        record Printed(Buffer pdf) implements LetterResult {
            @Override
            public String toString() {
                return "Printed[]"; // what must not reach a log
            }
        }

        record NotFound() implements LetterResult {}

        /** The client has an account, and needs no code. */
        record HasAccount() implements LetterResult {}
    }
}
