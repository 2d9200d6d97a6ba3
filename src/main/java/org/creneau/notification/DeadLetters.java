package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Sql;

/** The mails that were given up, for an operator. */
public final class DeadLetters {

    /** How many are shown. */
    public static final int LIMIT = 1000;

    private final MailStore store;

    public DeadLetters(Pool pool) {
        this.store = new MailStore(new Sql(pool));
    }

    /**
     * A mail that was given up.
     *
     * @param error why, as the mail server said it: may hold the recipient's address
     * @param repeatable false for what held a secret, which is forgotten: whoever still needs one asks for it again
     */
    public record DeadLetter(
            UUID id,
            String kind,
            Instant writtenAt,
            Instant givenUpAt,
            int attempts,
            String error,
            boolean repeatable) {

        /** In one line. */
        public String describe() {
            return "%s %s, written %s, given up %s after %d attempts%s: %s"
                    .formatted(
                            id,
                            kind,
                            writtenAt,
                            givenUpAt,
                            attempts,
                            repeatable ? "" : " (cannot be repeated)",
                            error.replaceAll("[\\p{Cntrl}\\s]+", " "));
        }
    }

    /** The last ones, at most {@link #LIMIT}. */
    public Future<List<DeadLetter>> list() {
        return store.deadLetters(LIMIT);
    }

    /** Makes all that can be repeated due again; how many. */
    public Future<Integer> retry() {
        return store.retry();
    }
}
