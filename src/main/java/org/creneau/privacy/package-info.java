/**
 * What is held about a client: shown to the client, erased on demand, and deleted when it is old. The one feature whose
 * SQL reads and writes the tables of all others, so that nothing is forgotten: a test compares {@link
 * org.creneau.privacy.Holdings} with the tables that there are.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.privacy;
