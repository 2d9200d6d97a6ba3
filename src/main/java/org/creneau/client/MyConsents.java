package org.creneau.client;

import java.util.List;
import java.util.UUID;
import org.creneau.access.Consents.Consent;
import org.creneau.core.Address;

/** Whom a client lets use the file (guide 4.9). Served by {@link ClientVerticle}. */
public final class MyConsents {

    public static final Address<ListConsents, ConsentList> LIST = new Address<>("client.consents");
    public static final Address<Withdraw, WithdrawResult> WITHDRAW = new Address<>("client.withdraw");

    private MyConsents() {}

    /** The latest consent to each organisation, the newest first. */
    public record ListConsents(UUID clientId) {}

    /** The answer to {@link ListConsents}: a thousand at the most. */
    public record ConsentList(List<Consent> consents) {
        public ConsentList {
            consents = List.copyOf(consents);
        }
    }

    /** From now on the organisation sees nothing of the client any more. */
    public record Withdraw(UUID clientId, String organisation) {}

    /** The answer to {@link Withdraw}. */
    public sealed interface WithdrawResult {
        /** Now, or before. */
        record Withdrawn(Consent consent) implements WithdrawResult {}

        /** There never was one. */
        record NotFound() implements WithdrawResult {}
    }
}
