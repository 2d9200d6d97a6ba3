package org.creneau.client;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;
import org.creneau.core.EmailAddress;
import org.creneau.core.Numbers;
import org.jspecify.annotations.Nullable;

/** Guide 4.6, step 2. */
final class IdentityRules {

    static final int NAME_MAX_LENGTH = 100;

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /** As the guide prints it, 58200462, or longer. */
    private static final Pattern CIC_NUMBER = Pattern.compile("[0-9]{8,10}");

    private IdentityRules() {}

    /** The same as it is stored: one spelling for what is the same. */
    static Identity normal(Identity given) {
        String reference = number(given.referenceNumber());
        return new Identity(
                Texts.clean(given.familyName()),
                Texts.clean(given.givenName()),
                given.birthDate(),
                given.sex(),
                reference == null ? null : reference.toUpperCase(Locale.ROOT),
                number(given.clientNumber()),
                number(given.cicNumber()),
                given.email().strip());
    }

    private static @Nullable String number(@Nullable String given) {
        return given == null ? null : Texts.cleanOrNull(Numbers.plain(given));
    }

    /** @param identity in its normal form */
    static void check(Identity identity, LocalDate today, Findings findings) {
        name("familyName", identity.familyName(), findings);
        name("givenName", identity.givenName(), findings);
        if (identity.birthDate().isAfter(today)) {
            findings.add("birthDate", "date-in-future");
        } else if (identity.birthDate().isBefore(EARLIEST)) {
            findings.add("birthDate", "date-too-early");
        }
        if (!identity.sex().equals("F") && !identity.sex().equals("M")) {
            findings.add("sex", "not-allowed");
        }
        if (identity.referenceNumber() == null && identity.clientNumber() == null && identity.cicNumber() == null) {
            findings.add("referenceNumber", "one-number-required");
        }
        findings.unlessMatches(
                "referenceNumber", identity.referenceNumber(), Numbers.REFERENCE_NUMBER, "reference-number-invalid");
        findings.unlessMatches("clientNumber", identity.clientNumber(), Numbers.CLIENT_NUMBER, "client-number-invalid");
        findings.unlessMatches("cicNumber", identity.cicNumber(), CIC_NUMBER, "cic-number-invalid");
        email(identity.email(), findings);
    }

    static void email(String email, Findings findings) {
        if (!EmailAddress.isPlausible(email)) {
            findings.add("email", "email-invalid");
        }
    }

    /** Any script, one word or many: what is on the document is right. */
    private static void name(String field, String name, Findings findings) {
        if (name.isEmpty()) {
            findings.add(field, "required");
        } else if (Texts.length(name) > NAME_MAX_LENGTH) {
            findings.add(field, "too-long");
        } else if (!Texts.isName(name)) {
            findings.add(field, "name-characters");
        }
    }
}
