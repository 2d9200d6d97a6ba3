package org.creneau.loadtest.rush;

/**
 * Those who work with the service while the crowd is there.
 *
 * @param partnerClients for whom a partner's system holds and books, beside the crowd; 0 for no such system
 * @param changes whether a manager changes capacities meanwhile, closes and reopens a slot, and cancels one
 */
record Insiders(int partnerClients, boolean changes) {

    static final Insiders NONE = new Insiders(0, false);

    Insiders {
        if (partnerClients < 0 || partnerClients > 100_000) {
            throw new IllegalArgumentException("--partner must be from 0 to 100000, not " + partnerClients);
        }
    }

    boolean none() {
        return partnerClients == 0 && !changes;
    }
}
