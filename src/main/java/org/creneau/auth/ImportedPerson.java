package org.creneau.auth;

import java.time.LocalDate;

/** Somebody whom the ministry knows. */
record ImportedPerson(String referenceNumber, String familyName, String givenName, LocalDate birthDate, String sex) {

    @Override
    public String toString() {
        return "ImportedPerson[]";
    }
}
