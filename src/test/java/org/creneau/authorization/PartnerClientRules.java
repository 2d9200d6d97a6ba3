package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.partners;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;
import org.creneau.access.Scope;

/** Clients whom a partner's systems register and look after. */
final class PartnerClientRules extends FeatureRules {

    PartnerClientRules() {
        path("clientId", call -> call.owner().client().id().toString());
        on("registerPartnerClient", partners(Scope.CLIENTS, there("400 validation")))
                .with((call, request) -> request.key("k1").json(new JsonObject()));
        on("recordPartnerConsent", partners(Scope.CLIENTS, there(NOT_FOUND)))
                .with((call, request) -> request.json(stranger()));
        on("recordClientConsent", same(Audience.PARTNER_AGENTS, there(NOT_FOUND)))
                .with((call, request) -> request.json(stranger()));
        on("getPartnerClient", own(Scope.CLIENTS, "200"));
        on("updatePartnerClientStatus", own(Scope.CLIENTS, "200")).sends(new JsonObject());
        on("updatePartnerClientContact", own(Scope.CLIENTS, "200"))
                .sends(new JsonObject().put("town", "quebec").put("homePhone", "418 832-4444"));
        on("updatePartnerClientComplementary", own(Scope.CLIENTS, "200")).sends(new JsonObject());
        on("printPartnerLetter", own(Scope.CLIENTS, "409 registered-elsewhere"));
    }

    /** A number that nobody has, and not the same again: wrong ones are counted for each. */
    private static JsonObject stranger() {
        int number = ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
        return new JsonObject().put("clientNumber", String.valueOf(number)).put("birthDate", "1978-05-05");
    }
}
