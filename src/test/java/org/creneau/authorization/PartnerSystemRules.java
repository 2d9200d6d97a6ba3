package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;
import static org.creneau.authorization.Rule.things;

import io.vertx.core.json.JsonObject;

/** Partners' systems and their secrets. */
final class PartnerSystemRules extends FeatureRules {

    PartnerSystemRules() {
        path("partnerId", call -> call.made(PartnerSystemRules::system));
        path("secretId", call -> call.made(PartnerSystemRules::system));
        on("listPartners", same(Audience.MINISTRY_MANAGERS, there("200")));
        on("createPartner", same(Audience.MINISTRY_MANAGERS, there("201")))
                .sends(World.list("scopes", "clients")
                        .put("organisation", "clef")
                        .put("name", "Réception"));
        on("createPartnerSecret", same(Audience.MINISTRY_MANAGERS, things("201", NOT_FOUND)))
                .sends(new JsonObject());
        on("revokePartnerSecret", same(Audience.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
        on("disablePartner", same(Audience.MINISTRY_MANAGERS, things("200", NOT_FOUND)));
    }

    /** One of its own, which may be shut out, with a secret of the same id. */
    private static String system(World world) {
        String id = world.backstage().partner("clef").id().toString();
        world.offer()
                .execute("insert into partner_secret (id, partner_id, digest) values ('%1$s', '%1$s', '%1$s')"
                        .formatted(id));
        return id;
    }
}
