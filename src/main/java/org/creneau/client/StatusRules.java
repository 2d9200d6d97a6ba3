package org.creneau.client;

import java.time.LocalDate;
import org.creneau.client.Options.Status;
import org.jspecify.annotations.Nullable;

/** Guide 4.5, step 1, and 5.3.1. */
final class StatusRules {

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private StatusRules() {}

    /** @param birthDate null while it is not known */
    static void check(
            ImmigrationStatus given,
            @Nullable LocalDate birthDate,
            Options options,
            LocalDate today,
            Findings findings) {
        Status status = options.statuses().get(given.id());
        LocalDate grantedOn = given.grantedOn();
        if (status == null) {
            findings.add("status", "status-unknown");
        } else if (status.grantedOnRequired() && grantedOn == null) {
            findings.add("statusGrantedOn", "required");
        }
        if (grantedOn == null) {
            return;
        }
        if (grantedOn.isAfter(today)) {
            findings.add("statusGrantedOn", "date-in-future");
        } else if (grantedOn.isBefore(EARLIEST)) {
            findings.add("statusGrantedOn", "date-too-early");
        } else if (birthDate != null && grantedOn.isBefore(birthDate)) {
            findings.add("statusGrantedOn", "before-birth");
        }
    }

    /** Whether the status lets somebody use the service at all; one that nobody knows is refused by {@link #check}. */
    static boolean isAdmissible(ImmigrationStatus given, Options options) {
        Status status = options.statuses().get(given.id());
        return status == null || status.admissible();
    }
}
