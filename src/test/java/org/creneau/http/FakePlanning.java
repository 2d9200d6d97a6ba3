package org.creneau.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.planning.OfferEdits;
import org.creneau.planning.Pattern;
import org.creneau.planning.Release;
import org.creneau.planning.ReleasePlan;
import org.creneau.planning.ReleasePlans;
import org.creneau.planning.ReleaseRule;
import org.creneau.planning.SlotOffers;
import org.creneau.planning.SlotTemplate;
import org.creneau.planning.SlotTemplates;
import org.creneau.testkit.Offered;

/** Stands where the offer is made. */
final class FakePlanning {

    private static final UUID ID = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c15");

    private static final ReleasePlan PLAN = new ReleasePlan(
            ID, "clef", "Plan", new ReleaseRule.Daily(10, LocalTime.of(7, 0), ZoneId.of("America/Toronto")), 3);

    private static final ReleasePlans.Standing STANDING = new ReleasePlans.Standing(PLAN, 500);

    private static final SlotTemplate TEMPLATE = new SlotTemplate(
            ID,
            "clef",
            "clef-montreal",
            "session",
            "Ateliers",
            Pattern.of(new JsonObject()
                    .put("from", "2026-03-02")
                    .put("to", "2026-03-27")
                    .put("weekdays", new JsonArray().add("MONDAY"))
                    .put("times", new JsonArray().add("09:00"))),
            20,
            new Release.AtOnce(),
            false,
            3);

    private FakePlanning() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Map<Address<?, ?>, Object> answers = Map.ofEntries(
                Map.entry(SlotOffers.CREATE, new SlotOffers.CreateResult.Created(List.of(ID))),
                Map.entry(SlotOffers.IMPORT, new SlotOffers.ImportResult.Imported(1, false)),
                Map.entry(ReleasePlans.LIST, new Page<>(List.of(STANDING), null)),
                Map.entry(ReleasePlans.SHOW, new ReleasePlans.Result.Found(STANDING)),
                Map.entry(ReleasePlans.CREATE, new ReleasePlans.Result.Found(STANDING)),
                Map.entry(ReleasePlans.CHANGE, new ReleasePlans.Result.Found(STANDING)),
                Map.entry(SlotTemplates.LIST, new Page<>(List.of(TEMPLATE), null)),
                Map.entry(SlotTemplates.SHOW, new SlotTemplates.Result.Found(TEMPLATE)),
                Map.entry(SlotTemplates.CREATE, new SlotTemplates.Result.Found(TEMPLATE)),
                Map.entry(SlotTemplates.CHANGE, new SlotTemplates.Result.Found(TEMPLATE)),
                Map.entry(
                        SlotTemplates.PREVIEW,
                        new SlotTemplates.PreviewResult.Previewed(
                                0, 0, 0, java.time.ZoneOffset.UTC, new Page<>(List.of(), null))),
                Map.entry(SlotTemplates.PUBLISH, new SlotTemplates.PublishResult.Published(1, 0, 0)),
                Map.entry(OfferEdits.LIST, new Page<>(List.of(), null)));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }

    /** Something of each kind, as it is shown. */
    static OfferEdits.Result edited(OfferEdits.Kind kind) {
        JsonObject content = switch (kind) {
            case APPOINTMENT_TYPE -> Offered.type();
            case ORGANISATION -> Offered.organisation();
            case LOCATION -> Offered.location();
            case CITY -> Offered.city();
        };
        return new OfferEdits.Result.Found(content.put("id", "clef").put("version", 3));
    }
}
