package org.creneau.auth;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How busy those are who hash and sign. */
public final class AuthMetrics {

    private AuthMetrics() {}

    public static void register(Auth auth, MeterRegistry registry) {
        Gauge.builder("creneau.auth.hashing.waiting", auth, Auth::hashingInFlight)
                .description("requests that hash a password or wait for it")
                .register(registry);
        FunctionCounter.builder("creneau.auth.hashes", auth, Auth::hashingDone)
                .description("password hashes computed")
                .register(registry);
        Gauge.builder("creneau.auth.signing.waiting", auth, Auth::signingInFlight)
                .description("requests that sign a token or wait for it")
                .register(registry);
    }
}
