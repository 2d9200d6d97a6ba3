/** What partners' systems are told: the stream of events of an organisation, and webhooks. */
@org.jspecify.annotations.NullMarked
package org.creneau.event;
