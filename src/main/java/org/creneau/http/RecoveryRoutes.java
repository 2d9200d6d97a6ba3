package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.creneau.auth.Recovery;
import org.creneau.auth.Recovery.Identifier;
import org.creneau.core.FieldProblem;

/** Authorization codes, forgotten user codes, forgotten passwords. */
final class RecoveryRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final RecoveryOutcomes outcomes;
    private final ClientAddress addresses;

    RecoveryRoutes(Vertx vertx, long timeoutMillis, Problems problems, ClientAddress addresses) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
        this.outcomes = new RecoveryOutcomes(problems);
        this.addresses = addresses;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "checkAuthorization", this::check,
                "remindUserCode", this::remind,
                "sendTemporaryPassword", this::sendTemporaryPassword);
    }

    private String address(Call call) {
        return addresses.of(call.context().request());
    }

    private Future<Reply> check(Call call) {
        Recovery.CheckAuthorization command =
                new Recovery.CheckAuthorization(RecoveryJson.claim(call.body()), address(call));
        return Recovery.CHECK_AUTHORIZATION
                .request(vertx, command, timeoutMillis)
                .map(result -> outcomes.checked.reply(result, call));
    }

    private Future<Reply> remind(Call call) {
        JsonObject body = call.body();
        List<Identifier> given = Stream.of(
                        Optional.ofNullable(body.getString("referenceNumber"))
                                .<Identifier>map(Identifier.ReferenceNumber::new),
                        Optional.ofNullable(body.getString("clientNumber"))
                                .<Identifier>map(Identifier.ClientNumber::new),
                        Optional.ofNullable(body.getString("email")).<Identifier>map(Identifier.Email::new))
                .flatMap(Optional::stream)
                .toList();
        if (given.size() != 1) {
            return Future.succeededFuture(
                    problems.validation(List.of(new FieldProblem("", "exactly-one-number")), call.lang()));
        }
        Recovery.RemindUserCode command = new Recovery.RemindUserCode(
                body.getString("givenName"),
                body.getString("familyName"),
                RecoveryJson.birthDate(body),
                RecoveryJson.sex(body),
                given.get(0),
                address(call));
        return Recovery.REMIND_USER_CODE
                .request(vertx, command, timeoutMillis)
                .map(result -> outcomes.reminded.reply(result, call));
    }

    private Future<Reply> sendTemporaryPassword(Call call) {
        JsonObject body = call.body();
        JsonObject answer = body.getJsonObject("securityAnswer");
        Recovery.SendTemporaryPassword command = new Recovery.SendTemporaryPassword(
                body.getString("userCode"),
                body.getString("email"),
                answer == null ? null : RecoveryJson.securityAnswer(answer),
                address(call));
        return Recovery.SEND_TEMPORARY_PASSWORD
                .request(vertx, command, timeoutMillis)
                .map(result -> outcomes.temporaryPasswordSent.reply(result, call));
    }
}
