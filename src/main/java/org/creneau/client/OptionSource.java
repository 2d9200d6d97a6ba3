package org.creneau.client;

/** The current option lists, from memory, on every event loop. */
@FunctionalInterface
interface OptionSource {

    Options current();
}
