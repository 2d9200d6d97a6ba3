package org.creneau.planning;

import org.creneau.catalogue.BusinessDays;

/** However many ask at once, the class is initialised once, on the worker thread that comes first. */
final class Days {

    static final BusinessDays OF_QUEBEC = new BusinessDays();

    private Days() {}
}
