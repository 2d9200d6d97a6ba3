package org.creneau.client;

import io.vertx.core.json.JsonObject;

/** What one step of the registration asks for. */
public sealed interface Part permits ImmigrationStatus, Identity, Contact, Complementary, Consent {

    Step step();

    /** Under the names of the contract; what has no value is left out. */
    JsonObject json();
}
