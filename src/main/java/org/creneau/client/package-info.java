/**
 * The client's file: registration in steps or at once (guide 4.4 to 4.11), changes of it (5.3.1, 5.3.5, 6.3), and what it
 * entitles to (5.3.2).
 */
@org.jspecify.annotations.NullMarked
package org.creneau.client;
