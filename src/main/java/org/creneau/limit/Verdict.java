package org.creneau.limit;

/** Whether a call may go on, and what its answer says about the limit. */
public final class Verdict {

    private final Quota quota;
    private final boolean allowed;
    private final long usedNanos;

    Verdict(Quota quota, boolean allowed, long usedNanos) {
        this.quota = quota;
        this.allowed = allowed;
        this.usedNanos = usedNanos;
    }

    /** After so much time everything is back. */
    long usedNanos() {
        return usedNanos;
    }

    public boolean allowed() {
        return allowed;
    }

    /** Whether less is left of this limit than of another one. */
    public boolean isTighterThan(Verdict other) {
        return usedNanos >= other.usedNanos;
    }

    /** The value of {@code RateLimit-Policy}: {@code "account";q=600;w=60}. */
    public String policy() {
        return quota.policy();
    }

    /** The value of {@code RateLimit}: {@code "account";r=599;t=1}. */
    public String status() {
        return allowed ? quota.status(usedNanos) : quota.refusal(usedNanos);
    }

    /** For a call that may not go on: when it may be repeated, at least 1. */
    public long retryAfterSeconds() {
        return quota.retryAfterSeconds(usedNanos);
    }
}
