package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link SlotOffers}, {@link ReleasePlans}, {@link SlotTemplates} and {@link OfferEdits}. */
public final class PlanningVerticle extends VerticleBase {

    private final SlotService slots;
    private final ReleasePlanService plans;
    private final TemplateService templates;
    private final TemplatePublication publication;
    private final OfferEditService edits;

    PlanningVerticle(
            SlotService slots,
            ReleasePlanService plans,
            TemplateService templates,
            TemplatePublication publication,
            OfferEditService edits) {
        this.slots = slots;
        this.plans = plans;
        this.templates = templates;
        this.publication = publication;
        this.edits = edits;
    }

    @Override
    public Future<?> start() {
        SlotOffers.CREATE.serve(vertx, slots::create);
        SlotOffers.IMPORT.serve(vertx, slots::importFile);
        ReleasePlans.LIST.serve(vertx, plans::list);
        ReleasePlans.SHOW.serve(vertx, plans::show);
        ReleasePlans.CREATE.serve(vertx, plans::create);
        ReleasePlans.CHANGE.serve(vertx, plans::change);
        SlotTemplates.LIST.serve(vertx, templates::list);
        SlotTemplates.SHOW.serve(vertx, templates::show);
        SlotTemplates.CREATE.serve(vertx, templates::create);
        SlotTemplates.CHANGE.serve(vertx, templates::change);
        SlotTemplates.PREVIEW.serve(vertx, publication::preview);
        SlotTemplates.PUBLISH.serve(vertx, publication::publish);
        OfferEdits.LIST.serve(vertx, edits::list);
        OfferEdits.SHOW.serve(vertx, edits::show);
        OfferEdits.PUT.serve(vertx, edits::put);
        return Future.succeededFuture();
    }
}
