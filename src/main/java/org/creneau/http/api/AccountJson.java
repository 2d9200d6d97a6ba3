package org.creneau.http.api;

import java.time.ZoneOffset;
import java.util.List;
import org.creneau.auth.Accounts;
import org.creneau.http.Times;

/** Accounts as JSON. Not to be logged: these are what their names say. */
final class AccountJson {

    private AccountJson() {}

    record Created(String id, String userCode) {}

    record Question(String id, String text) {}

    record Tokens(String accessToken, String refreshToken, long expiresIn, boolean mustChangePassword) {
        static Tokens of(Accounts.Tokens tokens) {
            return new Tokens(
                    tokens.accessToken(),
                    tokens.refreshToken(),
                    tokens.expiresInSeconds(),
                    tokens.mustChangePassword());
        }

        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    record Account(
            String id,
            String userCode,
            String email,
            String language,
            List<String> securityQuestions,
            String createdAt) {
        static Account of(Accounts.Account account) {
            return new Account(
                    account.clientId().toString(),
                    account.userCode(),
                    account.email(),
                    account.language(),
                    account.questions(),
                    Times.in(account.createdAt(), ZoneOffset.UTC));
        }

        @Override
        public String toString() {
            return "Account[" + id + "]";
        }
    }
}
