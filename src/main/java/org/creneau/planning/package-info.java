/** How the offer is made: types and places, slots one by one, from templates and from files, and when they open. */
@org.jspecify.annotations.NullMarked
package org.creneau.planning;
