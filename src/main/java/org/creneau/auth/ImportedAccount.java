package org.creneau.auth;

import org.jspecify.annotations.Nullable;

/**
 * An account of another service of the ministry.
 *
 * @param line in its file
 * @param userCode null: somebody registered without an account, who is to get an authorization code
 * @param passwordHash null: the owner has to ask for a temporary password
 */
record ImportedAccount(
        long line,
        @Nullable String userCode,
        String email,
        String language,
        @Nullable String passwordHash,
        @Nullable String referenceNumber) {

    @Override
    public String toString() {
        return "ImportedAccount[line " + line + "]";
    }
}
