package org.creneau.catalogue;

import org.creneau.core.LocalText;

/** A town of the offer ({@code montreal}): not one of the address menu, which is the registration form's. */
public record City(String id, LocalText name) {}
