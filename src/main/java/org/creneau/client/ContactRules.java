package org.creneau.client;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guide 4.7, step 3, for an address in Quebec; 6.3 for one anywhere. */
final class ContactRules {

    private static final int STREET_MAX = 100;
    private static final int APARTMENT_MAX = 20;
    private static final int POSTAL_BOX_MAX = 60;
    private static final int TOWN_MAX = 100;
    private static final int PROVINCE_MAX = 60;
    private static final int FOREIGN_CODE_MAX = 12;

    private static final Pattern EXTENSION = Pattern.compile("[0-9]{1,6}");

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private static final Set<String> PROVINCES =
            Set.of("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT");

    private ContactRules() {}

    /** The same as it is stored, as far as that can be told; what is wrong stays as it is, for {@link #check}. */
    static Contact normal(Contact given) {
        String country = Texts.clean(given.country()).toUpperCase(Locale.ROOT);
        boolean canada = country.equals(Contact.CANADA);
        String province = Texts.cleanOrNull(given.province());
        return new Contact(
                country,
                Texts.clean(given.street()),
                Texts.cleanOrNull(given.apartment()),
                Texts.cleanOrNull(given.postalBox()),
                Texts.clean(given.town()),
                canada && province != null ? province.toUpperCase(Locale.ROOT) : province,
                code(Texts.cleanOrNull(given.postalCode()), canada),
                Optional.ofNullable(phone(given.homePhone(), country)).orElse(""),
                phone(given.workPhone(), country),
                Texts.cleanOrNull(given.workPhoneExtension()),
                phone(given.otherPhone(), country),
                phone(given.fax(), country));
    }

    private static @Nullable String code(@Nullable String given, boolean canada) {
        return given != null && canada ? PostalCode.normal(given).orElse(given) : given;
    }

    private static @Nullable String phone(@Nullable String given, String country) {
        String cleaned = Texts.cleanOrNull(given);
        return cleaned == null ? null : Phones.anywhere(cleaned, country).orElse(cleaned);
    }

    /** @param contact in its normal form */
    static void check(Contact contact, Options options, Findings findings) {
        if (!COUNTRIES.contains(contact.country())) {
            findings.add("country", "country-unknown");
        }
        text("street", contact.street(), STREET_MAX, true, findings);
        text("apartment", contact.apartment(), APARTMENT_MAX, false, findings);
        text("postalBox", contact.postalBox(), POSTAL_BOX_MAX, false, findings);
        if (contact.country().equals(Contact.CANADA)) {
            inCanada(contact, options, findings);
        } else {
            text("town", contact.town(), TOWN_MAX, true, findings);
            text("province", contact.province(), PROVINCE_MAX, false, findings);
            text("postalCode", contact.postalCode(), FOREIGN_CODE_MAX, false, findings);
        }
        phones(contact, findings);
    }

    private static void inCanada(Contact contact, Options options, Findings findings) {
        boolean quebec = contact.inQuebec();
        if (contact.province() == null) {
            findings.add("province", "required");
        } else if (!PROVINCES.contains(contact.province())) {
            findings.add("province", "province-unknown");
        }
        if (!quebec) {
            text("town", contact.town(), TOWN_MAX, true, findings);
        } else if (contact.town().isEmpty()) {
            findings.add("town", "required");
        } else if (!options.towns().containsKey(contact.town())) {
            findings.add("town", "town-unknown");
        }
        String code = contact.postalCode();
        if (code == null) {
            findings.add("postalCode", "required");
        } else if (PostalCode.normal(code).isEmpty()) {
            findings.add("postalCode", "postal-code-invalid");
        } else if (PostalCode.isInQuebec(code) != quebec) {
            findings.add("postalCode", "postal-code-elsewhere");
        }
    }

    private static void phones(Contact contact, Findings findings) {
        if (contact.homePhone().isEmpty()) {
            findings.add("homePhone", "required");
        } else {
            phone("homePhone", contact.homePhone(), contact.country(), findings);
        }
        phone("workPhone", contact.workPhone(), contact.country(), findings);
        phone("otherPhone", contact.otherPhone(), contact.country(), findings);
        phone("fax", contact.fax(), contact.country(), findings);
        findings.unlessMatches("workPhoneExtension", contact.workPhoneExtension(), EXTENSION, "extension-invalid");
        if (contact.workPhoneExtension() != null && contact.workPhone() == null) {
            findings.add("workPhone", "required");
        }
    }

    private static void phone(String field, @Nullable String phone, String country, Findings findings) {
        if (phone != null && Phones.anywhere(phone, country).isEmpty()) {
            findings.add(field, "phone-invalid");
        }
    }

    static void text(String field, @Nullable String text, int max, boolean required, Findings findings) {
        if (text == null || text.isEmpty()) {
            if (required) {
                findings.add(field, "required");
            }
        } else if (Texts.length(text) > max) {
            findings.add(field, "too-long");
        } else if (!Texts.isPlain(text)) {
            findings.add(field, "wrong-format");
        }
    }
}
