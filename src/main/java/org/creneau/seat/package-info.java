/** Seats of a slot in Redis: who gets which, and what is left. The only package that knows how Redis keeps them. */
@org.jspecify.annotations.NullMarked
package org.creneau.seat;
