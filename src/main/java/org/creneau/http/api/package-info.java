/**
 * The operations of the contract: for each feature its {@code Routes} (request to command), its {@code Outcomes} (result
 * to answer) and its {@code Json} (what is written). {@link org.creneau.http.api.Api} puts them together.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.http.api;
