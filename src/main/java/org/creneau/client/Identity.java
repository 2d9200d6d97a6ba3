package org.creneau.client;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is (guide 4.6). At least one of the three numbers is there.
 *
 * @param sex {@code F} or {@code M}
 * @param referenceNumber « Numéro de référence individuel »
 * @param clientNumber « Numéro de client rendez-vous », of an earlier registration; empty in a file
 * @param cicNumber « Numéro d'identification du client CIC »
 * @param email where the registration and its bookings are written to
 */
public record Identity(
        String familyName,
        String givenName,
        LocalDate birthDate,
        String sex,
        @Nullable String referenceNumber,
        @Nullable String clientNumber,
        @Nullable String cicNumber,
        String email)
        implements Part {

    public static Identity of(JsonObject json) {
        return new Identity(
                json.getString("familyName"),
                json.getString("givenName"),
                Objects.requireNonNull(Values.day(json, "birthDate")),
                json.getString("sex"),
                json.getString("referenceNumber"),
                json.getString("clientNumber"),
                json.getString("cicNumber"),
                json.getString("email"));
    }

    /** As it is kept in a file. */
    Identity withoutClientNumber() {
        return new Identity(familyName, givenName, birthDate, sex, referenceNumber, null, cicNumber, email);
    }

    Identity withEmail(String other) {
        return new Identity(familyName, givenName, birthDate, sex, referenceNumber, clientNumber, cicNumber, other);
    }

    @Override
    public Step step() {
        return Step.IDENTITY;
    }

    @Override
    public JsonObject json() {
        return Values.object(
                "familyName",
                familyName,
                "givenName",
                givenName,
                "birthDate",
                birthDate,
                "sex",
                sex,
                "referenceNumber",
                referenceNumber,
                "clientNumber",
                clientNumber,
                "cicNumber",
                cicNumber,
                "email",
                email);
    }

    @Override
    public String toString() {
        return "Identity[]";
    }
}
