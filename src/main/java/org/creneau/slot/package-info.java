/** Slots: search, live availability, releases. */
@org.jspecify.annotations.NullMarked
package org.creneau.slot;
