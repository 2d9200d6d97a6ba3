package org.creneau.config;

/**
 * What partners' systems are told.
 *
 * @param pollMillis how often a node looks for what happened, and for what is to be sent
 * @param keepDays how long events can be read and replayed
 * @param webhooksPerSystem that one partner's system may have
 * @param connections webhooks that are sent to at once, on each node; a quarter of them of one partner's system
 * @param sendTimeoutMillis after which an attempt has failed
 * @param firstRetrySeconds after the first failure; twice as long after each further one
 * @param maxAttempts after which one event is given up
 * @param disableHours of nothing but failures, after which a webhook is disabled
 * @param secretOverlapHours for which a replaced secret goes on signing beside the new one
 * @param allowLoopback whether webhooks may be on this machine, without TLS: for tests
 * @param trustedCertificates a PEM file; empty: the JVM's own
 */
public record EventSettings(
        @Range(min = 50, max = 60_000) long pollMillis,
        @Range(min = 1, max = 3650) int keepDays,
        @Range(min = 1, max = 100) int webhooksPerSystem,
        @Range(min = 1, max = 256) int connections,
        @Range(min = 100, max = 60_000) long sendTimeoutMillis,
        @Range(min = 1, max = 86_400) long firstRetrySeconds,
        @Range(min = 1, max = 604_800) long longestRetrySeconds,
        @Range(min = 1, max = 1000) int maxAttempts,
        @Range(min = 1, max = 8760) int disableHours,
        @Range(min = 0, max = 8760) int secretOverlapHours,
        boolean allowLoopback,
        String trustedCertificates) {}
