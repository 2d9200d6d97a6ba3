package org.creneau.authorization;

import io.vertx.core.json.JsonObject;
import org.creneau.authorization.FeatureRules.Completion;
import org.jspecify.annotations.Nullable;

/** An operation: its rule, and how it is called. Without more it is called without a body, on an owner with a booking. */
final class Entry {

    /** What the owner has before the call. */
    enum Before {
        NOTHING,
        BOOKING,
        /** A seat that a partner's system holds. */
        HOLD
    }

    private final Rule rule;
    private Before before = Before.BOOKING;
    private boolean namedInBody;
    private boolean needsAccount;
    private boolean changesOthersBookings;
    private @Nullable Completion completion;

    Entry(Rule rule) {
        this.rule = rule;
    }

    Entry from(Before state) {
        before = state;
        return this;
    }

    /** What the call is about stands in its body, not in its path. */
    Entry namedInBody() {
        namedInBody = true;
        return this;
    }

    /** It is not enough to be a client: somebody with an account is needed. */
    Entry needsAccount() {
        needsAccount = true;
        return this;
    }

    /** Others than the owner may change the owner's bookings. */
    Entry changesOthersBookings() {
        changesOthersBookings = true;
        return this;
    }

    Entry with(Completion how) {
        completion = how;
        return this;
    }

    Entry sends(JsonObject body) {
        return with((call, request) -> request.json(body));
    }

    Rule rule() {
        return rule;
    }

    Before before() {
        return before;
    }

    boolean isNamedInBody() {
        return namedInBody;
    }

    boolean isForAccounts() {
        return needsAccount;
    }

    /** Whether a call that was granted may have changed the owner's bookings. */
    boolean mayChangeBookings(Role role) {
        return changesOthersBookings || role == Role.OWNER || role == Role.PARTNER;
    }

    @Nullable
    Completion completion() {
        return completion;
    }
}
