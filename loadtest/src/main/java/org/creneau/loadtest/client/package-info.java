/** The load generator's HTTP client: as few instructions a request as possible, because it shares the machine. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.client;
