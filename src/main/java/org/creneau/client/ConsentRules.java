package org.creneau.client;

/** Guide 4.9, step 5. */
final class ConsentRules {

    private ConsentRules() {}

    /** Only the newest text can be accepted: somebody who read an older one has not read it. */
    static void check(Consent given, Options options, Findings findings) {
        if (!given.accepted()) {
            findings.add("accepted", "declaration-not-accepted");
        }
        if (!given.version().equals(options.declaration().version())) {
            findings.add("version", "declaration-outdated");
        }
    }
}
