package org.creneau.config;

/**
 * The public offer as a feed for aggregators, who reach it by {@link Settings#publicUrl}.
 *
 * @param bookingUrl of a page on which a person books a slot, with {@code {slot}} in place of its id
 * @param refreshSeconds how old the feed may be
 */
public record OpenDataSettings(
        String bookingUrl, @Range(min = 1, max = 3600) int refreshSeconds) {}
