package org.creneau.client;

import io.vertx.core.Future;
import java.util.UUID;
import org.creneau.client.Recognition.KnownPerson;
import org.creneau.client.Recognition.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Looks up whether somebody is known (guide 4.6), not too often for those who guess: neither for one client, nor, where it
 * is the short client number that is given, for one person, whoever gives it.
 */
record Recogniser(PersonStore persons) {

    /** Numbers that are not the client's, in an hour; who mistypes needs two or three attempts. */
    static final int MOST_REFUSALS = 10;

    /** Client numbers for one person in a day: who tries all of five digits needs years. */
    static final int MOST_NUMBERS = 20;

    /** The answer: a verdict, or that there were too many that disagreed. */
    sealed interface Answer {
        record Decided(Verdict verdict) implements Answer {}

        record TooManyRefusals() implements Answer {}
    }

    Future<Answer> ask(UUID clientId, Identity identity) {
        return persons.refusals(clientId)
                .compose(refusals -> refusals < MOST_REFUSALS && identity.clientNumber() != null
                        ? persons.attempt(identity, MOST_NUMBERS)
                        : Future.succeededFuture(refusals < MOST_REFUSALS))
                .compose(allowed -> allowed
                        ? decide(clientId, identity).map(Answer.Decided::new)
                        : Future.succeededFuture(new Answer.TooManyRefusals()));
    }

    private Future<Verdict> decide(UUID clientId, Identity identity) {
        return persons.known(identity.referenceNumber())
                .compose(known -> persons.matches(clientId, identity).map(matches -> {
                    @Nullable KnownPerson person = known.orElse(null);
                    return Recognition.decide(identity, person, matches);
                }))
                .compose(verdict -> verdict instanceof Verdict.Disagrees
                        ? persons.refused(clientId).map(verdict)
                        : Future.succeededFuture(verdict));
    }
}
