package org.creneau.client;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * « Information complémentaire » (guide 4.8). Only the first question must be answered; a type may ask for the others
 * (5.3.5).
 *
 * @param french « Connaissance suffisante (niveau intermédiaire) du français parlé »
 * @param heardFrom an option of its menu
 * @param occupationField an option of its menu
 * @param schooling an option of its menu
 */
public record Complementary(
        boolean french,
        @Nullable String heardFrom,
        @Nullable String occupationField,
        @Nullable String intendedOccupation,
        @Nullable String schooling)
        implements Part {

    public static Complementary of(JsonObject json) {
        return new Complementary(
                json.getBoolean("french"),
                json.getString("heardFrom"),
                json.getString("occupationField"),
                json.getString("intendedOccupation"),
                json.getString("schooling"));
    }

    Complementary withFrench(boolean other) {
        return new Complementary(other, heardFrom, occupationField, intendedOccupation, schooling);
    }

    @Override
    public Step step() {
        return Step.COMPLEMENTARY;
    }

    @Override
    public JsonObject json() {
        return Values.object(
                "french",
                french,
                "heardFrom",
                heardFrom,
                "occupationField",
                occupationField,
                "intendedOccupation",
                intendedOccupation,
                "schooling",
                schooling);
    }

    @Override
    public String toString() {
        return "Complementary[]";
    }
}
