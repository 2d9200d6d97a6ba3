package org.creneau.catalogue;

import java.util.List;
import org.creneau.core.LocalText;

/**
 * An appointment type (guide 2.3, 5.3.2).
 *
 * @param documents what to bring
 * @param cancellable whether its bookings can be cancelled online (guide 5.4)
 * @param cancelUntilMinutes how long before the start at the latest, in minutes
 * @param reschedulable whether its bookings can be moved online (guide 5.5), independently
 * @param rescheduleUntilMinutes how long before the start at the latest, in minutes
 * @param eligibility whom it is offered to: everybody when it is empty, else whom at least one of the rules lets in
 */
public record AppointmentType(
        String id,
        Kind kind,
        LocalText title,
        LocalText description,
        int durationMinutes,
        List<LocalText> documents,
        boolean cancellable,
        int cancelUntilMinutes,
        boolean reschedulable,
        int rescheduleUntilMinutes,
        boolean requiresComplementaryInformation,
        List<EligibilityRule> eligibility) {

    public AppointmentType {
        documents = List.copyOf(documents);
        eligibility = List.copyOf(eligibility);
    }

    /** What kind of meeting it is. */
    public enum Kind {
        INFORMATION_SESSION,
        GROUP_WORKSHOP,
        INDIVIDUAL_MEETING
    }

    /** Whether several clients meet together (<i>rencontre collective</i>). */
    public boolean group() {
        return kind != Kind.INDIVIDUAL_MEETING;
    }
}
