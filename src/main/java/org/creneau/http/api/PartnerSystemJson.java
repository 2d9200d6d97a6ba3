package org.creneau.http.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.creneau.access.Scope;
import org.creneau.http.Times;
import org.creneau.partner.PartnerSystems;
import org.creneau.partner.PartnerSystems.PartnerSystem;
import org.jspecify.annotations.Nullable;

/** A partner's system as JSON. */
record PartnerSystemJson(
        String id,
        String organisation,
        String name,
        List<String> scopes,
        String createdAt,
        @Nullable String disabledAt,
        List<Secret> secrets) {

    record Secret(
            String id,
            @Nullable String publicKey,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String revokedAt) {

        static Secret of(PartnerSystems.Secret secret) {
            return new Secret(
                    secret.id().toString(),
                    secret.publicKey(),
                    time(secret.createdAt()),
                    at(secret.expiresAt()),
                    at(secret.revokedAt()));
        }
    }

    /** With what is told once. */
    record Issued(
            PartnerSystemJson partner,
            String secretId,
            @Nullable String secret) {

        static Issued of(PartnerSystems.Issued issued) {
            return new Issued(
                    PartnerSystemJson.of(issued.system()), issued.secretId().toString(), issued.secret());
        }

        @Override
        public String toString() {
            return "Issued[" + secretId + "]";
        }
    }

    static PartnerSystemJson of(PartnerSystem system) {
        return new PartnerSystemJson(
                system.id().toString(),
                system.organisation(),
                system.name(),
                system.scopes().stream().sorted().map(Scope::text).toList(),
                time(system.createdAt()),
                at(system.disabledAt()),
                system.secrets().stream().map(Secret::of).toList());
    }

    private static @Nullable String at(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }

    private static String time(Instant instant) {
        return Times.in(instant, ZoneOffset.UTC);
    }
}
