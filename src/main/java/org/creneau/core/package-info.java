/** What every feature uses: the typed hop between verticles, identifiers, clock, and the two ways a request can fail. */
@org.jspecify.annotations.NullMarked
package org.creneau.core;
