package org.creneau.partner;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.client.ClientFiles.Change;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.View;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.core.Address;

/**
 * The files of those who let a partner's organisation use them (guide 4.9), looked at and changed like the own file (5.3.1,
 * 5.3.5, 6.3). Of anybody else there is nothing to be found. Served by {@link PartnerVerticle}.
 */
public final class PartnerClients {

    /** Who has not consented is {@code NotRegistered}. */
    public static final Address<View, ViewResult> VIEW = new Address<>("partner.view");

    /** Who has not consented is {@code NotRegistered}. */
    public static final Address<Change, ChangeResult> CHANGE = new Address<>("partner.change");

    public static final Address<PrintLetter, LetterResult> PRINT_LETTER = new Address<>("partner.print-letter");

    private PartnerClients() {}

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

        /** By another organisation, which alone may have a letter. */
        record RegisteredElsewhere() implements LetterResult {}

        /** By somebody other than the client, within the last days; see {@link AuthorizationCodes.IssueResult.Paused}. */
        record EmailChanged() implements LetterResult {}
    }
}
