/** Bookings: reserve, record, cancel, reschedule. */
@org.jspecify.annotations.NullMarked
package org.creneau.booking;
