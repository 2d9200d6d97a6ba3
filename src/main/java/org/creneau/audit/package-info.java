/**
 * Who did or saw what of whose file, and who changed the offer, in a log that cannot be edited. Whoever lets somebody look
 * at a file, or change what is offered, leaves an {@link org.creneau.audit.AuditEntry} in the transaction in which that
 * happens.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.audit;
