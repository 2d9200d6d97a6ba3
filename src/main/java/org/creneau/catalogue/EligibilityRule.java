package org.creneau.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a type is offered to; all that stands in it must hold.
 *
 * @param statuses the ids of the statuses, permits and certificates; any when it is empty
 * @param grantedWithinDays so many days ago at the most was the status granted; null: whenever
 * @param french whether sufficient French must be there or lacking; null: either
 */
public record EligibilityRule(
        List<String> statuses,
        @Nullable Integer grantedWithinDays,
        @Nullable Boolean french,
        boolean residenceInQuebec) {

    public EligibilityRule {
        statuses = List.copyOf(statuses);
    }
}
