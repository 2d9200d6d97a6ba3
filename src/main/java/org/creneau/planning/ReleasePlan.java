package org.creneau.planning;

import java.util.UUID;

/**
 * A rule that an organisation opens its slots by.
 *
 * @param version counts its changes, from 1
 */
public record ReleasePlan(UUID id, String organisation, String name, ReleaseRule rule, int version) {}
