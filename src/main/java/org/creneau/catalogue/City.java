package org.creneau.catalogue;

import org.creneau.core.LocalText;

/** A town ({@code montreal}). */
public record City(String id, LocalText name) {}
