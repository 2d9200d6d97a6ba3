package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.open;

import org.creneau.testkit.Offer;

/** The public offer, and what else is everybody's. */
final class CatalogueRules extends FeatureRules {

    CatalogueRules() {
        path("appointmentTypeId", call -> Offer.SESSION);
        on("ping", open("200"));
        on("getTime", open("200"));
        on("listAppointmentTypes", open("200"));
        on("getAppointmentType", open("200", NOT_FOUND));
        on("listOrganisations", open("200"));
        on("listSlots", open("200"));
        on("getSlot", open("200", NOT_FOUND));
        // Let in, but it would never end.
        on("watchSlots", open("400 validation"))
                .with((call, request) -> request.query("from", "2030-01-02").query("to", "2030-01-01"));
    }
}
