package org.creneau.http.api;

import java.time.ZoneOffset;
import org.creneau.audit.AuditLog.Seen;
import org.creneau.http.Times;
import org.creneau.privacy.PersonalData.EraseResult;
import org.jspecify.annotations.Nullable;

/** Privacy as JSON. */
final class PrivacyJson {

    private PrivacyJson() {}

    record Erasure(String state, String requestedAt) {
        static Erasure of(EraseResult.Accepted accepted) {
            return new Erasure(
                    accepted.done() ? "ERASED" : "REQUESTED", Times.in(accepted.requestedAt(), ZoneOffset.UTC));
        }
    }

    record Access(String at, String by, @Nullable String organisation, String action) {
        static Access of(Seen seen) {
            return new Access(
                    Times.in(seen.at(), ZoneOffset.UTC), seen.actorKind().name(), seen.organisation(), seen.action());
        }
    }
}
