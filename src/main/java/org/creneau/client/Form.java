package org.creneau.client;

import io.vertx.core.json.JsonObject;

/** All steps of a registration. */
public record Form(
        ImmigrationStatus status, Identity identity, Contact contact, Complementary complementary, Consent consent) {

    /** Reads all steps, each under its key. */
    public static Form of(JsonObject json) {
        return new Form(
                ImmigrationStatus.of(json.getJsonObject(Step.STATUS.key())),
                Identity.of(json.getJsonObject(Step.IDENTITY.key())),
                Contact.of(json.getJsonObject(Step.CONTACT.key())),
                Complementary.of(json.getJsonObject(Step.COMPLEMENTARY.key())),
                Consent.of(json.getJsonObject(Step.DECLARATION.key())));
    }

    @Override
    public String toString() {
        return "Form[]";
    }
}
