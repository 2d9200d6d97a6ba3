/** Partners' systems: how they get in, and what they do for the people who use them (guide 2.5, 4.9). */
@org.jspecify.annotations.NullMarked
package org.creneau.partner;
