package org.creneau.client;

import java.time.LocalDate;
import java.util.List;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/**
 * How people come to a partner: registered there (guide 2.5), or with the number that they have (4.9), at its desk too.
 * Served by {@link ClientVerticle}.
 */
public final class Introductions {

    public static final Address<Introduce, IntroduceResult> INTRODUCE = new Address<>("client.introduce");
    public static final Address<Present, PresentResult> PRESENT = new Address<>("client.present");

    private Introductions() {}

    /**
     * Registers somebody who sits at the partner's desk.
     *
     * @param key the partner's own name for this request, which repeated answers the same
     * @param language of the mails; null: that of the person's account, else French
     */
    public record Introduce(
            Actor.Partner by,
            String key,
            Form form,
            @Nullable String language) {
        @Override
        public String toString() {
            return "Introduce[" + by.id() + "]"; // what must not reach a log
        }
    }

    /** The answer to {@link Introduce}. */
    public sealed interface IntroduceResult {
        /** Now, or before under the same key. */
        record Introduced(ClientFile file, Options options) implements IntroduceResult {}

        record Invalid(List<FieldProblem> problems) implements IntroduceResult {}

        /** Guide 4.5. */
        record NotAdmissible() implements IntroduceResult {}

        /** The partner is shown the file once it has the client number, which the person was sent, now or before. */
        record RegisteredAlready() implements IntroduceResult {}

        /** The key named another request. */
        record KeyReused() implements IntroduceResult {}

        /** Too much that did not agree came from this system. */
        record TooManyRefusals(long retryAfterSeconds) implements IntroduceResult {}
    }

    /**
     * A client shows who it is, and so lets the partner's organisation use the file.
     *
     * @param by a partner's system, or an employee of a partner organisation
     * @param clientNumber as it was typed
     */
    public record Present(Actor by, String clientNumber, LocalDate birthDate) {
        @Override
        public String toString() {
            return "Present[" + by.id() + "]"; // what must not reach a log
        }
    }

    /** The answer to {@link Present}. */
    public sealed interface PresentResult {
        record Known(ClientFile file, Options options) implements PresentResult {}

        /** Nobody has this number, or not this birth date: nobody learns which. */
        record Unknown() implements PresentResult {}

        /** Too much that did not agree came from whoever asks, or with this number, whether somebody has it or not. */
        record TooManyRefusals(long retryAfterSeconds) implements PresentResult {}
    }
}
