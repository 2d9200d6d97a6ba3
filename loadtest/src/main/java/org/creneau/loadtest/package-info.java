/** Load tests for Créneau. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest;
