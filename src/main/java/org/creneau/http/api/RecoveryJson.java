package org.creneau.http.api;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.auth.Recovery.Authorization;
import org.creneau.auth.Recovery.AuthorizationClaim;
import org.creneau.auth.Recovery.Sex;

/** What is shown by those who have no account yet or cannot get into it, read from JSON; and what they are told. */
final class RecoveryJson {

    private RecoveryJson() {}

    record Requires(String requires) {}

    record Accepted(String message) {}

    static AuthorizationClaim claim(JsonObject body) {
        return new AuthorizationClaim(body.getString("authorizationCode"), birthDate(body), sex(body));
    }

    static Authorization authorization(JsonObject body) {
        return new Authorization(claim(body), body.getString("referenceNumber"), body.getString("clientNumber"));
    }

    static SecurityAnswer securityAnswer(JsonObject answer) {
        return new SecurityAnswer(answer.getString("question"), answer.getString("answer"));
    }

    static LocalDate birthDate(JsonObject body) {
        return LocalDate.parse(body.getString("birthDate"));
    }

    static Sex sex(JsonObject body) {
        return Sex.valueOf(body.getString("sex"));
    }
}
