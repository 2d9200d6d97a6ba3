package org.creneau.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.creneau.auth.TokenVerifier;
import org.creneau.booking.BookingClient;
import org.creneau.bulk.BulkFeed;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.LocalText;
import org.creneau.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP needs from the rest, beside the addresses of {@code auth}, {@code slot} and {@code privacy}. Shared by all
 * instances, so everything in it must be safe to use from every event loop.
 *
 * @param limits null: none
 * @param securityQuestions the menu, by id, in the order in which it is shown
 * @param keys the public keys of the access tokens, as a JSON Web Key Set
 */
public record HttpServices(
        Settings settings,
        TokenVerifier tokens,
        @Nullable Limits limits,
        BookingClient bookings,
        CatalogueSource catalogue,
        BulkFeed bulkFeed,
        OrganisationSearch organisations,
        Map<String, LocalText> securityQuestions,
        Supplier<JsonObject> keys,
        DatabaseClock clock,
        MeterRegistry meters) {

    public HttpServices {
        securityQuestions = Collections.unmodifiableMap(new LinkedHashMap<>(securityQuestions));
    }
}
