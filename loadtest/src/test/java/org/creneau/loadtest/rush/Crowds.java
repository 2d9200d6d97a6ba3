package org.creneau.loadtest.rush;

/** Crowds for tests. */
final class Crowds {

    private Crowds() {}

    /** The command line's own crowd, of another size. */
    static Crowd of(int clients, long seed) {
        return new Crowd(clients, seed, 60, 0.2, 5, 0.6, 5, 1000, 0.5, 0.2, 0.05, 0.05, 0.05, 3, 8, 1, 500, 3000);
    }
}
