/** Embedded PostgreSQL and Redis, and demo data: the only package that knows that servers are embedded. */
@org.jspecify.annotations.NullMarked
package org.creneau.embedded;
