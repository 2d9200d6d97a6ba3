package org.creneau.client;

import io.vertx.core.json.JsonObject;

/**
 * « J'accepte » (guide 4.9).
 *
 * @param version of the text that was accepted
 */
public record Consent(boolean accepted, String version) implements Part {

    public static Consent of(JsonObject json) {
        return new Consent(json.getBoolean("accepted"), json.getString("version"));
    }

    @Override
    public Step step() {
        return Step.DECLARATION;
    }

    @Override
    public JsonObject json() {
        return Values.object("accepted", accepted, "version", version);
    }
}
