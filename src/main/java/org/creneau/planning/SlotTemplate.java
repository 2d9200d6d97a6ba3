package org.creneau.planning;

import java.util.UUID;

/**
 * Slots that recur.
 *
 * @param retired publishes nothing any more, and is in nobody's way
 * @param version counts its changes, from 1
 */
public record SlotTemplate(
        UUID id,
        String organisation,
        String location,
        String type,
        String name,
        Pattern pattern,
        int capacity,
        Release release,
        boolean retired,
        int version) {}
