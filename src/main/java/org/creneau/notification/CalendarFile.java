package org.creneau.notification;

/**
 * An iCalendar file to attach.
 *
 * @param method what a calendar is to do with it: REQUEST or CANCEL (RFC 5546)
 */
record CalendarFile(String name, String method, String content) {}
