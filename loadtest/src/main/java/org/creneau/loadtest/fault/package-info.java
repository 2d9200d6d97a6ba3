/**
 * Breaks what the service stands on while people book, and proves afterwards that every answer was true.
 *
 * <p>{@link org.creneau.loadtest.fault.Ground} is what can be broken, {@link org.creneau.loadtest.fault.Faults} what is done
 * to it, {@link org.creneau.loadtest.fault.FaultRun} a rush meanwhile, {@link org.creneau.loadtest.fault.Controls} the proof
 * that the checkers see what they are there for.
 */
@NullMarked
package org.creneau.loadtest.fault;

import org.jspecify.annotations.NullMarked;
