package org.creneau.auth;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.creneau.core.CsvReader.Row;
import org.creneau.core.Numbers;
import org.jspecify.annotations.Nullable;

/** What the rows of an import must look like. One for each reading of a file: it remembers what it has seen. */
final class ImportRules {

    static final String REFERENCE_NUMBER = "referenceNumber";
    static final String FAMILY_NAME = "familyName";
    static final String GIVEN_NAME = "givenName";
    static final String BIRTH_DATE = "birthDate";
    static final String SEX = "sex";
    static final String USER_CODE = "userCode";
    static final String EMAIL = "email";
    static final String PASSWORD_HASH = "passwordHash";
    static final String LANGUAGE = "language";

    private static final int NAME_MAX_LENGTH = 200;
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private final AccountRules accounts;
    private final LocalDate today;
    private final String file;
    private final ImportErrors errors;
    private final Set<String> referenceNumbers = new HashSet<>();
    private final Set<String> userCodes = new HashSet<>();
    private boolean good;

    ImportRules(AccountRules accounts, Clock clock, String file, ImportErrors errors) {
        this.accounts = accounts;
        this.today = LocalDate.now(clock);
        this.file = file;
        this.errors = errors;
    }

    /** Empty when something is wrong with it. */
    Optional<ImportedPerson> person(Row row) {
        good = true;
        String reference = reference(row, true);
        String familyName = name(row, FAMILY_NAME);
        String givenName = name(row, GIVEN_NAME);
        LocalDate birthDate = birthDate(row);
        String sex = row.get(SEX).toUpperCase(Locale.ROOT);
        if (!sex.equals("F") && !sex.equals("M")) {
            wrong(row, SEX, "must be F or M");
        }
        return good && reference != null && birthDate != null
                ? Optional.of(new ImportedPerson(reference, familyName, givenName, birthDate, sex))
                : Optional.empty();
    }

    /** Empty when something is wrong with it. */
    Optional<ImportedAccount> account(Row row) {
        good = true;
        String userCode = userCode(row);
        String reference = reference(row, userCode == null);
        String email = row.get(EMAIL);
        if (userCode != null && !accounts.emailProblems(email).isEmpty()) {
            wrong(row, EMAIL, "is no e-mail address");
        }
        String hash = row.get(PASSWORD_HASH);
        if (!hash.isEmpty() && userCode == null) {
            wrong(row, PASSWORD_HASH, "needs a userCode");
        } else if (!hash.isEmpty() && (hash.length() > ImportedHash.MAX_LENGTH || !ImportedHash.isUsable(hash))) {
            wrong(row, PASSWORD_HASH, "is neither Argon2 (PHC string format) nor bcrypt, or too costly");
        }
        String language = row.get(LANGUAGE).isEmpty() ? "fr" : row.get(LANGUAGE);
        if (!language.equals("fr") && !language.equals("en")) {
            wrong(row, LANGUAGE, "must be fr or en");
        }
        return good
                ? Optional.of(new ImportedAccount(
                        row.line(), userCode, email, language, hash.isEmpty() ? null : hash, reference))
                : Optional.empty();
    }

    private @Nullable String userCode(Row row) {
        String userCode = row.get(USER_CODE);
        if (userCode.isEmpty()) {
            return null;
        }
        Optional<String> canonical = UserCode.canonical(userCode);
        if (canonical.isEmpty()) {
            wrong(row, USER_CODE, "must be 8 to 16 unaccented letters or digits");
        } else if (!userCodes.add(canonical.get())) {
            wrong(row, USER_CODE, "is in this file twice");
        }
        return userCode;
    }

    private @Nullable String reference(Row row, boolean needed) {
        String given = row.get(REFERENCE_NUMBER);
        if (given.isEmpty() && !needed) {
            return null;
        }
        String reference = Numbers.reference(given);
        if (reference == null) {
            wrong(row, REFERENCE_NUMBER, given.isEmpty() ? "is missing" : "must be a letter and seven digits");
        } else if (!referenceNumbers.add(reference)) {
            wrong(row, REFERENCE_NUMBER, "is in this file twice");
        }
        return reference;
    }

    private String name(Row row, String column) {
        String name = row.get(column);
        if (name.isEmpty()) {
            wrong(row, column, "is missing");
        } else if (name.length() > NAME_MAX_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            wrong(row, column, "must be up to " + NAME_MAX_LENGTH + " characters in one line");
        }
        return name;
    }

    private @Nullable LocalDate birthDate(Row row) {
        try {
            LocalDate date = LocalDate.parse(row.get(BIRTH_DATE));
            if (date.isBefore(EARLIEST) || date.isAfter(today)) {
                wrong(row, BIRTH_DATE, "must be from " + EARLIEST + " to today");
            }
            return date;
        } catch (DateTimeException notADay) {
            wrong(row, BIRTH_DATE, "must be a date such as 1980-10-01");
            return null;
        }
    }

    private void wrong(Row row, String column, String reason) {
        good = false;
        errors.add(file, row.line(), column, reason);
    }
}
