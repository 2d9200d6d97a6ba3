/**
 * Who may do what: every operation of the contract, called by everybody, on everything. What each hears stands in the rules
 * of its feature; {@link org.creneau.authorization.AuthorizationMatrixIT} tries them.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.authorization;
