package org.creneau.loadtest.compare;

/**
 * What a cell of the comparison does.
 *
 * @param wanted the outcome that counts, a status with the problem's code if there is one: {@code 201}, {@code 409
 *     slot-full}; everything else is an error
 */
record Load(Requests requests, String wanted) {}
