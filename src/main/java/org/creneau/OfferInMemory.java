package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.CatalogueStore;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.catalogue.PostalCodes;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.seat.Seats;
import org.creneau.slot.LeftFollower;
import org.creneau.slot.SearchVerticle;
import org.creneau.slot.SlotFollower;
import org.creneau.slot.SlotMemory;
import org.creneau.slot.SlotStore;

/**
 * What a node knows of the offer, and the parts that keep it fresh and search in it.
 *
 * @param slotFollower reads what changed of the slots
 */
record OfferInMemory(
        CatalogueLoader catalogue,
        OrganisationSearch organisations,
        SlotStore store,
        SlotMemory slots,
        SlotFollower slotFollower,
        DatabaseClock clock,
        Settings.Search settings) {

    private static final long CATALOGUE_REFRESH_MILLIS = 30_000;

    static OfferInMemory create(Vertx vertx, Pool pool, DatabaseClock clock, Settings.Search settings) {
        SlotStore store = new SlotStore(pool, clock);
        CatalogueLoader catalogue = new CatalogueLoader(new CatalogueStore(pool), CATALOGUE_REFRESH_MILLIS);
        SlotMemory slots = new SlotMemory(store, catalogue);
        return new OfferInMemory(
                catalogue,
                new OrganisationSearch(catalogue, new PostalCodes(vertx)),
                store,
                slots,
                new SlotFollower(slots, store, catalogue, clock, settings.slotRefreshMillis()),
                clock,
                settings);
    }

    /** Reads all of it, and goes on reading what changes. */
    Future<?> start(Started started) {
        return started.deploy(() -> catalogue, 1).compose(known -> started.deploy(() -> slotFollower, 1));
    }

    /** Counts the seats that are left, and answers searches. */
    Future<?> startSearch(Started started, Seats seats, int instances) {
        return started.deploy(() -> new LeftFollower(slots, store, seats, settings.leftRefreshMillis()), 1)
                .compose(following -> started.deploy(() -> new SearchVerticle(slots, store, clock), instances));
    }
}
