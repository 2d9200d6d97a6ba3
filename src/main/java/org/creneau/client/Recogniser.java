package org.creneau.client;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.client.Guesses.Attempt;
import org.creneau.client.Guesses.Counted;
import org.creneau.client.Recognition.KnownPerson;
import org.creneau.client.Recognition.Verdict;
import org.creneau.core.Numbers;
import org.jspecify.annotations.Nullable;

/** Looks up whether somebody is known (guide 4.6), not too often for those who guess. */
record Recogniser(PersonStore persons, Guesses guesses) {

    /** Numbers that are not the client's, in an hour; who mistypes needs two or three attempts. */
    static final int MOST_REFUSALS = 10;

    /** The answer: a verdict, or that there were too many that disagreed. */
    sealed interface Answer {
        record Decided(Verdict verdict) implements Answer {}

        /** @param retryAfterSeconds until which the next attempt is pointless */
        record TooManyRefusals(long retryAfterSeconds) implements Answer {}
    }

    /** Counts before it looks, and takes back what agreed: attempts side by side do not get around the limit. */
    Future<Answer> ask(UUID clientId, Identity identity) {
        return counted(clientId, MOST_REFUSALS, identity, attempts -> decide(clientId, identity, attempts));
    }

    /** The same for a partner's system, whose attempts are counted whomever they are about; no file has them in its history. */
    Future<Answer> askFor(UUID partnerId, int most, Identity identity) {
        return counted(
                partnerId,
                most,
                identity,
                attempts -> verdict(partnerId, identity)
                        .compose(verdict -> (verdict instanceof Verdict.Disagrees
                                        ? Future.<Void>succeededFuture()
                                        : guesses.takeBack(attempts))
                                .map(verdict)));
    }

    private Future<Answer> counted(
            UUID by, int most, Identity identity, Function<List<Attempt>, Future<Verdict>> decision) {
        return guesses.named(by, most, Numbers.client(identity.clientNumber()))
                .compose(counted -> counted instanceof Counted.Within within
                        ? decision.apply(within.attempts()).map(Answer.Decided::new)
                        : Future.succeededFuture(
                                new Answer.TooManyRefusals(((Counted.TooMany) counted).retryAfterSeconds())));
    }

    private Future<Verdict> decide(UUID clientId, Identity identity, List<Attempt> attempts) {
        return verdict(clientId, identity)
                .compose(verdict -> verdict instanceof Verdict.NewClient
                        ? unlessOfAnother(clientId, identity, verdict)
                        : Future.succeededFuture(verdict))
                .compose(verdict -> (verdict instanceof Verdict.Disagrees
                                ? persons.refused(clientId)
                                : guesses.takeBack(attempts))
                        .map(verdict));
    }

    /**
     * A number that came with an account is that account's before it registers, too: who knows it registers there. A
     * partner needs no such answer, it registers people in the account that they have.
     */
    private Future<Verdict> unlessOfAnother(UUID clientId, Identity identity, Verdict otherwise) {
        return persons.isOfAnotherAccount(clientId, identity.referenceNumber())
                .map(another -> another ? new Verdict.Elsewhere() : otherwise);
    }

    private Future<Verdict> verdict(UUID clientId, Identity identity) {
        return persons.known(identity.referenceNumber())
                .compose(known -> persons.matches(clientId, identity).map(matches -> {
                    @Nullable KnownPerson person = known.orElse(null);
                    return Recognition.decide(identity, person, matches);
                }));
    }
}
