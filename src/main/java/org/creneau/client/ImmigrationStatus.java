package org.creneau.client;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A client's status, permit or certificate (guide 4.5).
 *
 * @param id of a status in {@link Options}
 * @param grantedOn « Date d'octroi de votre statut actuel »
 */
public record ImmigrationStatus(String id, @Nullable LocalDate grantedOn) implements Part {

    public static ImmigrationStatus of(JsonObject json) {
        return new ImmigrationStatus(json.getString("status"), Values.day(json, "statusGrantedOn"));
    }

    @Override
    public Step step() {
        return Step.STATUS;
    }

    @Override
    public JsonObject json() {
        return Values.object("status", id, "statusGrantedOn", grantedOn);
    }

    @Override
    public String toString() {
        return "ImmigrationStatus[]"; // what must not reach a log
    }
}
