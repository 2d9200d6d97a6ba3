/** Appointment types, organisations, locations and towns: one immutable snapshot per node. */
@org.jspecify.annotations.NullMarked
package org.creneau.catalogue;
