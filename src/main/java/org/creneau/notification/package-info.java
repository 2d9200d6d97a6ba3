/**
 * What clients are told by mail. Whoever changes something puts the mail into the {@link org.creneau.notification.Outbox}
 * in the same transaction; sending comes later, again and again until the mail server takes it.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.notification;
