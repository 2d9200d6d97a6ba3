/** Appointment types, organisations and locations: one immutable snapshot per node. */
@org.jspecify.annotations.NullMarked
package org.creneau.catalogue;
