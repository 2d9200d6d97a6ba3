package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.creneau.auth.Recovery;
import org.creneau.auth.Recovery.Identifier;
import org.creneau.core.FieldProblem;
import org.creneau.http.Call;
import org.creneau.http.ClientAddress;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;

/** Authorization codes, forgotten user codes, forgotten passwords. */
final class RecoveryRoutes {

    private final Requests requests;
    private final Problems problems;
    private final RecoveryOutcomes outcomes;
    private final ClientAddress addresses;

    RecoveryRoutes(Requests requests, Problems problems, ClientAddress addresses) {
        this.requests = requests;
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
        return addresses.of(call.request());
    }

    private Future<Reply> check(Call call) {
        Recovery.CheckAuthorization command =
                new Recovery.CheckAuthorization(RecoveryJson.claim(call.body()), address(call));
        return requests.send(call, Recovery.CHECK_AUTHORIZATION, command, outcomes.checked);
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
        return requests.send(call, Recovery.REMIND_USER_CODE, command, outcomes.reminded);
    }

    private Future<Reply> sendTemporaryPassword(Call call) {
        JsonObject body = call.body();
        JsonObject answer = body.getJsonObject("securityAnswer");
        Recovery.SendTemporaryPassword command = new Recovery.SendTemporaryPassword(
                body.getString("userCode"),
                body.getString("email"),
                answer == null ? null : RecoveryJson.securityAnswer(answer),
                address(call));
        return requests.send(call, Recovery.SEND_TEMPORARY_PASSWORD, command, outcomes.temporaryPasswordSent);
    }
}
