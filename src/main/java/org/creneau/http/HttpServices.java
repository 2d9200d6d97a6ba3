package org.creneau.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.creneau.auth.TokenVerifier;
import org.creneau.bulk.BulkFeed;
import org.creneau.config.Settings;
import org.creneau.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP needs from the rest. Shared by all instances, so everything in it must be safe to use from every event loop.
 *
 * @param limits null: none
 * @param keys the public keys of the access tokens, as a JSON Web Key Set
 */
public record HttpServices(
        Settings settings,
        TokenVerifier tokens,
        @Nullable Limits limits,
        Operations operations,
        BulkFeed bulkFeed,
        Supplier<JsonObject> keys,
        MeterRegistry meters) {}
