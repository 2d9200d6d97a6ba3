package org.creneau.booking;

/** The services of one instance, which share its batches. */
record BookingServices(BookService book, CancelService cancel, RescheduleService reschedule, BookingReads reads) {}
