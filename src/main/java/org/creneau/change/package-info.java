/** Slots changed by their organisations after they were published, with everybody in them. */
@org.jspecify.annotations.NullMarked
package org.creneau.change;
