package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Serves the addresses of {@link Registrations}, {@link ClientFiles}, {@link Introductions}, {@link MyConsents} and {@link
 * MyOffers}. Instances share the services.
 */
public final class ClientVerticle extends VerticleBase {

    private final ClientFeature.Services services;

    ClientVerticle(ClientFeature.Services services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        Registrations.LISTS.serve(
                vertx, command -> Future.succeededFuture(services.options().current()));
        Registrations.SHOW.serve(vertx, services.registrations()::show);
        Registrations.SAVE.serve(vertx, services.drafts()::save);
        Registrations.REGISTER.serve(vertx, services.registrations()::register);
        Registrations.CONFIRM.serve(vertx, services.registrations()::confirm);
        ClientFiles.CHANGE.serve(vertx, services.files()::change);
        ClientFiles.VIEW.serve(vertx, services.files()::view);
        Introductions.INTRODUCE.serve(vertx, services.introductions()::introduce);
        Introductions.PRESENT.serve(vertx, services.introductions()::present);
        MyConsents.LIST.serve(vertx, services.consents()::list);
        MyConsents.WITHDRAW.serve(vertx, services.consents()::withdraw);
        MyOffers.TYPES.serve(vertx, services.offers()::types);
        MyOffers.TOWNS.serve(vertx, services.offers()::towns);
        MyOffers.ORGANISATIONS.serve(vertx, services.offers()::organisations);
        return Future.succeededFuture();
    }
}
