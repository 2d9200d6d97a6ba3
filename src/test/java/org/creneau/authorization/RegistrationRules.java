package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.accounts;
import static org.creneau.authorization.Rule.open;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The client's own file, and what the forms offer. */
final class RegistrationRules extends FeatureRules {

    RegistrationRules() {
        for (String menu : List.of("listImmigrationStatuses", "getMenus", "listTowns", "getDeclaration")) {
            on(menu, open("200"));
        }
        on("getRegistration", accounts("200"));
        on("getRegistrationDraft", accounts("200"));
        for (String form : List.of(
                "register",
                "setDraftStatus",
                "setDraftIdentity",
                "setDraftContact",
                "setDraftComplementary",
                "setDraftDeclaration")) {
            on(form, accounts("400 validation")).sends(new JsonObject());
        }
        on("confirmRegistration", accounts("409 registration-incomplete"));
        for (String change : List.of("updateStatus", "updateContact", "updateComplementary")) {
            on(change, accounts("409 not-registered")).sends(new JsonObject());
        }
        on("listMyAppointmentTypes", accounts("200"));
        on("listMyTowns", accounts("200", NOT_FOUND));
        on("listMyOrganisations", accounts("200", NOT_FOUND));
    }
}
