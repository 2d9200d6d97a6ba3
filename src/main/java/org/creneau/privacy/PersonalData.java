package org.creneau.privacy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;
import org.creneau.audit.AuditLog.Seen;
import org.creneau.auth.Accounts.Principal;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** What a client may ask about the own data. Served by {@link PrivacyVerticle}. */
public final class PersonalData {

    public static final Address<Export, ExportResult> EXPORT = new Address<>("privacy.export");
    public static final Address<Erase, EraseResult> ERASE = new Address<>("privacy.erase");
    public static final Address<AccessLog, AccessLogResult> ACCESS_LOG = new Address<>("privacy.access-log");

    private PersonalData() {}

    /** All that is held about the client, up to {@link ExportStore#MOST} entries of each list. */
    public record Export(UUID clientId) {}

    /** The answer to {@link Export}. */
    public sealed interface ExportResult {
        /** @param json the document */
        record Exported(Buffer json) implements ExportResult {
            @Override
            public String toString() {
                return "Exported[]"; // what must not reach a log
            }
        }

        record NotFound() implements ExportResult {}
    }

    /**
     * Erases the client.
     *
     * @param from the address that the request comes from
     */
    public record Erase(Principal principal, String currentPassword, String from) {
        @Override
        public String toString() {
            return "Erase[]";
        }
    }

    /** The answer to {@link Erase}. */
    public sealed interface EraseResult {
        /**
         * It cannot be undone any more, and no token of the client is good any more.
         *
         * @param done false: the rest will be done as soon as it can be
         */
        record Accepted(Instant requestedAt, boolean done) implements EraseResult {}

        /** The password is wrong. */
        record BadCredentials() implements EraseResult {}

        record Locked(long retryAfterSeconds) implements EraseResult {}

        /** Nothing is erased: the ministry keeps a manager, so somebody else has to become one first. */
        record LastManager() implements EraseResult {}
    }

    /**
     * Who did or saw what of the client's file, newest first.
     *
     * @param limit 1 to 100
     */
    public record AccessLog(
            UUID clientId, int limit, @Nullable String cursor) {}

    /** The answer to {@link AccessLog}. */
    public sealed interface AccessLogResult {
        record Found(Page<Seen> page) implements AccessLogResult {}

        record BadCursor() implements AccessLogResult {}
    }
}
