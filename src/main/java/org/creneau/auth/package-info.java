/** Accounts, log-in, tokens. Passwords are hashed on a bounded worker pool of their own. */
@org.jspecify.annotations.NullMarked
package org.creneau.auth;
