/** The jar that people get, started as a process of its own and seen from outside only. */
@org.jspecify.annotations.NullMarked
package org.creneau.process;
