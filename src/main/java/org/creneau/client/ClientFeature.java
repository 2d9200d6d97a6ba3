package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;
import org.creneau.notification.Outbox;

/** The feature, put together. Close it after the verticles, before the pool. */
public final class ClientFeature implements AutoCloseable {

    /** Option lists change once in months. */
    private static final long OPTIONS_MILLIS = 30_000;

    /** All that the verticles share. */
    record Services(
            OptionMemory options,
            RegistrationService registrations,
            DraftService drafts,
            FileService files,
            OfferService offers) {}

    private final Services services;
    private final Repeated refresh;

    private ClientFeature(Services services, Repeated refresh) {
        this.services = services;
        this.refresh = refresh;
    }

    /**
     * Ready once the option lists have been read.
     *
     * @param timeoutMillis how long a question to another feature may take
     */
    public static Future<ClientFeature> start(
            Vertx vertx,
            Pool pool,
            CatalogueSource catalogue,
            OrganisationSearch organisations,
            DatabaseClock clock,
            long timeoutMillis) {
        Sql sql = new Sql(pool);
        OptionMemory options = new OptionMemory(new OptionStore(sql));
        FormRules rules = new FormRules(options, clock);
        FileStore files = new FileStore(sql);
        DraftStore drafts = new DraftStore(sql);
        Outbox outbox = new Outbox();
        Recogniser recogniser = new Recogniser(new PersonStore(sql));
        Services services = new Services(
                options,
                new RegistrationService(rules, files, drafts, recogniser, new Enrolment(sql, outbox)),
                new DraftService(rules, files, drafts, recogniser),
                new FileService(sql, rules, files, outbox),
                new OfferService(vertx, new OfferStore(sql), files, catalogue, organisations, timeoutMillis));
        return options.refresh()
                .map(read -> new ClientFeature(
                        services, Repeated.every(OPTIONS_MILLIS, vertx, "reading the option lists", options::refresh)));
    }

    /** One more instance; all share their state. */
    public ClientVerticle verticle() {
        return new ClientVerticle(services);
    }

    @Override
    public void close() {
        refresh.close();
    }
}
