package org.creneau;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.function.Supplier;
import org.creneau.auth.Auth;
import org.creneau.booking.BookingClient;
import org.creneau.booking.HoldClient;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.SlotMemory;

/**
 * What the features of {@link BackOffice} stand on.
 *
 * @param slotsChanged reads what changed of the slots into this node's memory, at once
 */
record Foundations(
        Vertx vertx,
        Pool pool,
        Supplier<Pool> eventPool,
        Settings settings,
        DatabaseClock clock,
        Auth auth,
        BookingClient bookings,
        HoldClient holds,
        CatalogueLoader catalogue,
        SlotMemory slots,
        Supplier<Future<Void>> slotsChanged,
        MeterRegistry registry) {}
