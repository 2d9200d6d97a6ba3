package org.creneau.loadtest.rush;

import io.vertx.core.Vertx;

/**
 * What all visits on one event loop share.
 *
 * @param releaseNanos the instant of the release, as the clients know it
 */
record Scene(
        Vertx vertx,
        Caller caller,
        Crowd crowd,
        Offer offer,
        Board board,
        Popularity popularity,
        ServerClock clock,
        long releaseNanos,
        Tally tally,
        Journal journal) {}
