package org.creneau.booking;

/** The services of one instance, which share its batches. */
record BookingServices(
        BookService book, HoldService hold, CancelService cancel, RescheduleService reschedule, BookingReads reads) {}
