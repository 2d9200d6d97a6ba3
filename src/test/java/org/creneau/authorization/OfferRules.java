package org.creneau.authorization;

import static org.creneau.authorization.Rule.NOT_FOUND;
import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;
import static org.creneau.authorization.Rule.things;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;

/** What managers publish. */
final class OfferRules extends FeatureRules {

    /** What names a place of another organisation is refused like what names none. */
    private static final Map<Thing, String> REFUSED = there("400 validation");

    OfferRules() {
        path("organisationId", call -> "clef");
        path("locationId", call -> Offered.LOCATION);
        path("cityId", call -> "montreal");
        path("releasePlanId", call -> call.world().offered().plan());
        path("slotTemplateId", call -> call.world().offered().template());
        slots();
        plans();
        templates();
        edits();
    }

    private void slots() {
        on("createSlots", managers(there("201"), REFUSED))
                .with((call, request) -> request.json(World.list("slots", Offered.slot())));
        on("importSlots", managers(there("200"), there("422 csv-invalid")))
                .with((call, request) -> request.body(Offered.csv(), "text/csv"));
    }

    private void plans() {
        JsonObject changed = Offered.plan("clef");
        changed.remove("organisation");
        on("listReleasePlans", same(Audience.MANAGERS, there("200")));
        on("createReleasePlan", managers(there("201"), REFUSED)).sends(Offered.plan("clef"));
        on("getReleasePlan", own(Audience.MANAGERS, "200"));
        on("replaceReleasePlan", own(Audience.MANAGERS, "200")).sends(changed);
    }

    private void templates() {
        on("listSlotTemplates", same(Audience.MANAGERS, there("200")));
        on("createSlotTemplate", managers(there("201"), REFUSED)).sends(Offered.template(true));
        on("getSlotTemplate", own(Audience.MANAGERS, "200"));
        on("replaceSlotTemplate", own(Audience.MANAGERS, "200")).sends(Offered.template(true));
        on("previewSlotTemplate", own(Audience.MANAGERS, "200"));
        on("publishSlotTemplate", own(Audience.MANAGERS, "409 template-retired")); // let in, but it is
    }

    private void edits() {
        Rule ministry = same(Audience.MINISTRY_MANAGERS, things("200", NOT_FOUND));
        on("listEditedAppointmentTypes", same(Audience.MINISTRY_MANAGERS, there("200")));
        on("getEditedAppointmentType", ministry);
        on("setAppointmentType", ministry).with(edit("appointment_type", Offer.SESSION, Offered.type()));
        on("listEditedOrganisations", same(Audience.MINISTRY_MANAGERS, there("200")));
        on("getEditedOrganisation", ministry);
        on("setOrganisation", ministry).with(edit("organisation", "clef", Offered.organisation()));
        on("listEditedLocations", same(Audience.MANAGERS, there("200")));
        on("getEditedLocation", own(Audience.MANAGERS, "200"));
        on("setLocation", own(Audience.MANAGERS, "200")).with(edit("location", Offered.LOCATION, Offered.location()));
        // Towns belong to nobody: every manager reads them, as locations need one.
        on("listEditedCities", same(Audience.MANAGERS, there("200")));
        on("getEditedCity", same(Audience.MANAGERS, things("200", NOT_FOUND)));
        on("setCity", ministry).with(edit("city", "montreal", Offered.city()));
    }

    private static Rule managers(Map<Thing, String> owner, Map<Thing, String> others) {
        return new Rule(Audience.MANAGERS, null, owner, others);
    }

    /** Of the version that is there now. */
    private static Completion edit(String table, String id, JsonObject content) {
        return (call, request) -> {
            long version = call.world().offer().count("select version from " + table + " where id = '" + id + "'");
            request.header("If-Match", "\"" + version + "\"").json(content);
        };
    }
}
