package org.creneau.catalogue;

/** The current snapshot, from memory, on every event loop. A reader takes it once and uses that for the whole request. */
@FunctionalInterface
public interface CatalogueSource {

    Catalogue current();
}
