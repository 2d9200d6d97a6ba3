package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link PartnerTokens}, {@link PartnerSystems} and {@link PartnerClients}. */
public final class PartnerVerticle extends VerticleBase {

    private final PartnerFeature.Services services;

    PartnerVerticle(PartnerFeature.Services services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        PartnerTokens.AUTHENTICATE.serve(vertx, services.tokens()::authenticate);
        PartnerTokens.ISSUE.serve(vertx, services.tokens()::issue);
        PartnerSystems.LIST.serve(vertx, services.systems()::list);
        PartnerSystems.ADD.serve(vertx, services.systems()::add);
        PartnerSystems.ADD_SECRET.serve(vertx, services.systems()::addSecret);
        PartnerSystems.REVOKE_SECRET.serve(vertx, services.systems()::revoke);
        PartnerSystems.DISABLE.serve(vertx, services.systems()::disable);
        PartnerClients.VIEW.serve(vertx, services.clients()::view);
        PartnerClients.CHANGE.serve(vertx, services.clients()::change);
        PartnerClients.PRINT_LETTER.serve(vertx, services.letters()::print);
        return Future.succeededFuture();
    }
}
