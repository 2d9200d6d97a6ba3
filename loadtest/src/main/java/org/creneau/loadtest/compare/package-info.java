/** Créneau and its rivals measured in turn, in one run on one machine, as ratios. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.compare;
