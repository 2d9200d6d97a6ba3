/**
 * Other ways of booking a seat, under the same HTTP server, contract and tables as Créneau's own, for comparisons in
 * which nothing else differs.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.rival;
