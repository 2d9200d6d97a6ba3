package org.creneau.authorization;

import static org.creneau.authorization.Rule.accounts;
import static org.creneau.authorization.Rule.open;
import static org.creneau.authorization.Rule.same;
import static org.creneau.authorization.Rule.there;

import io.vertx.core.json.JsonObject;

/** Accounts, log-in and recovery. */
final class AccountRules extends FeatureRules {

    AccountRules() {
        JsonObject newAddress = wrongPassword().put("email", "new@example.org");
        on("listSecurityQuestions", open("200"));
        on("createAccount", open("400 validation")).sends(new JsonObject());
        on("logIn", open("401 bad-credentials"))
                .sends(new JsonObject().put("userCode", "nobody123").put("password", "wrong123"));
        on("refreshTokens", open("401 unauthenticated")).sends(new JsonObject().put("refreshToken", "no-token"));
        on("checkAuthorization", open("403 authorization-code-invalid"))
                .sends(person().put("authorizationCode", "7KQM-2XPA-9RTB"));
        on("remindUserCode", open("202"))
                .sends(person().put("givenName", "Bernard")
                        .put("familyName", "Brandford")
                        .put("clientNumber", "12345"));
        on("sendTemporaryPassword", open("202"))
                .sends(new JsonObject().put("userCode", "nobody123").put("email", "nobody@example.org"));
        on("logOut", same(Audience.ACCOUNTS_ALWAYS, there("204")));
        on("getMe", accounts("200")).needsAccount();
        // Let in, but the wrong password.
        on("updateAccount", accounts("401 bad-credentials")).needsAccount().sends(newAddress);
        on("changePassword", same(Audience.ACCOUNTS_ALWAYS, there("401 bad-credentials")))
                .needsAccount()
                .sends(wrongPassword().put("newPassword", "new45678"));
    }

    static JsonObject wrongPassword() {
        return new JsonObject().put("currentPassword", "wrong123");
    }

    private static JsonObject person() {
        return new JsonObject().put("birthDate", "1978-05-05").put("sex", "M");
    }
}
