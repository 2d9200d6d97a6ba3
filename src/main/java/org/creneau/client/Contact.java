package org.creneau.client;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where a client lives and can be reached: in Quebec at the registration (guide 4.7), anywhere later (6.3).
 *
 * @param country ISO 3166-1 alpha-2
 * @param town in Quebec the id of a town in {@link Options}, elsewhere a name
 * @param province in Canada its two-letter code, elsewhere whatever it is called
 * @param homePhone « Résidence » or « Principal »: {@code 514 999-9999}, of other countries {@code +33140205050}
 */
public record Contact(
        String country,
        String street,
        @Nullable String apartment,
        @Nullable String postalBox,
        String town,
        @Nullable String province,
        @Nullable String postalCode,
        String homePhone,
        @Nullable String workPhone,
        @Nullable String workPhoneExtension,
        @Nullable String otherPhone,
        @Nullable String fax)
        implements Part {

    static final String CANADA = "CA";
    static final String QUEBEC = "QC";

    /** A registration says neither country nor province: it is for who lives in Quebec. */
    public static Contact of(JsonObject json) {
        boolean atHome = !json.containsKey("country");
        return new Contact(
                atHome ? CANADA : json.getString("country"),
                json.getString("street", ""),
                json.getString("apartment"),
                json.getString("postalBox"),
                json.getString("town", ""),
                atHome ? QUEBEC : json.getString("province"),
                json.getString("postalCode"),
                json.getString("homePhone", ""),
                json.getString("workPhone"),
                json.getString("workPhoneExtension"),
                json.getString("otherPhone"),
                json.getString("fax"));
    }

    public boolean inQuebec() {
        return CANADA.equals(country) && QUEBEC.equals(province);
    }

    @Override
    public Step step() {
        return Step.CONTACT;
    }

    @Override
    public JsonObject json() {
        return Values.object(
                "country",
                country,
                "street",
                street,
                "apartment",
                apartment,
                "postalBox",
                postalBox,
                "town",
                town,
                "province",
                province,
                "postalCode",
                postalCode,
                "homePhone",
                homePhone,
                "workPhone",
                workPhone,
                "workPhoneExtension",
                workPhoneExtension,
                "otherPhone",
                otherPhone,
                "fax",
                fax);
    }

    @Override
    public String toString() {
        return "Contact[]";
    }
}
