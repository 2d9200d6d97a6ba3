package org.creneau.loadtest.compare;

/** Tells whoever waits what is going on. */
@FunctionalInterface
interface Progress {
    void tell(String what);
}
