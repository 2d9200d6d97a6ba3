/**
 * What employees do for clients, and who they are: the roster, finding a client and the file, notes,
 * attendance, and what the audit log says. What an employee may not touch is for the employee not there.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.desk;
