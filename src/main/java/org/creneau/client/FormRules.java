package org.creneau.client;

import java.time.LocalDate;
import org.creneau.core.DatabaseClock;
import org.creneau.core.MinistryTime;
import org.jspecify.annotations.Nullable;

/** What each step of a registration, and all of them together, must look like. Every problem is named. */
record FormRules(OptionSource source, DatabaseClock clock) {

    Options options() {
        return source.current();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.now(), MinistryTime.ZONE);
    }

    /** The form as it is stored. */
    static Form normal(Form given) {
        return new Form(
                given.status(),
                IdentityRules.normal(given.identity()),
                ContactRules.normal(given.contact()),
                ComplementaryRules.normal(given.complementary()),
                given.consent());
    }

    /** The part as it is stored. */
    static Part normal(Part given) {
        return switch (given.step()) {
            case STATUS, DECLARATION -> given;
            case IDENTITY -> IdentityRules.normal((Identity) given);
            case CONTACT -> ContactRules.normal((Contact) given);
            case COMPLEMENTARY -> ComplementaryRules.normal((Complementary) given);
        };
    }

    /** @param form in its normal form */
    Findings check(Form form) {
        Findings findings = Findings.atTop();
        LocalDate birthDate = form.identity().birthDate();
        check(form.status(), birthDate, findings.below(Step.STATUS));
        check(form.identity(), null, findings.below(Step.IDENTITY));
        check(form.contact(), null, findings.below(Step.CONTACT));
        check(form.complementary(), null, findings.below(Step.COMPLEMENTARY));
        check(form.consent(), null, findings.below(Step.DECLARATION));
        return findings;
    }

    /**
     * One step.
     *
     * @param part in its normal form
     * @param birthDate null while it is not known
     */
    void check(Part part, @Nullable LocalDate birthDate, Findings findings) {
        Options options = options();
        switch (part.step()) {
            case STATUS -> StatusRules.check((ImmigrationStatus) part, birthDate, options, today(), findings);
            case IDENTITY -> IdentityRules.check((Identity) part, today(), findings);
            case CONTACT -> ContactRules.check((Contact) part, options, findings);
            case COMPLEMENTARY -> ComplementaryRules.check((Complementary) part, options, findings);
            case DECLARATION -> ConsentRules.check((Consent) part, options, findings);
        }
    }

    boolean isAdmissible(ImmigrationStatus status) {
        return StatusRules.isAdmissible(status, options());
    }
}
