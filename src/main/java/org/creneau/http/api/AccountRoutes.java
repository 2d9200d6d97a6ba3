package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.creneau.auth.Accounts;
import org.creneau.core.LocalText;
import org.creneau.http.Call;
import org.creneau.http.ClientAddress;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.http.Requests;

/** Accounts and log-ins. */
final class AccountRoutes {

    private final Requests requests;
    private final Map<String, LocalText> questions;
    private final AccountOutcomes outcomes;
    private final ClientAddress addresses;

    AccountRoutes(Requests requests, Map<String, LocalText> questions, Problems problems, ClientAddress addresses) {
        this.addresses = addresses;
        this.requests = requests;
        this.questions = questions;
        this.outcomes = new AccountOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listSecurityQuestions", this::questions,
                "createAccount", this::create,
                "logIn", this::logIn,
                "refreshTokens", this::refresh,
                "logOut", this::logOut,
                "getMe", this::me,
                "updateAccount", this::change,
                "changePassword", this::changePassword);
    }

    private String address(Call call) {
        return addresses.of(call.request());
    }

    private Future<Reply> questions(Call call) {
        List<AccountJson.Question> items = questions.entrySet().stream()
                .map(question -> new AccountJson.Question(
                        question.getKey(), question.getValue().in(call.lang().locale())))
                .toList();
        return Future.succeededFuture(Reply.json(200, new PageJson<>(items, null), Caching.CATALOGUE, call.lang()));
    }

    private Future<Reply> create(Call call) {
        JsonObject body = call.body();
        JsonObject authorization = body.getJsonObject("authorization");
        Accounts.Create command = new Accounts.Create(
                body.getString("userCode"),
                body.getString("password"),
                body.getString("email"),
                answers(body.getJsonArray("securityQuestions")),
                call.lang().tag(),
                authorization == null ? null : RecoveryJson.authorization(authorization),
                address(call));
        return requests.send(call, Accounts.CREATE, command, outcomes.created);
    }

    private static List<Accounts.SecurityAnswer> answers(JsonArray given) {
        return given.stream()
                .map(JsonObject.class::cast)
                .map(RecoveryJson::securityAnswer)
                .toList();
    }

    private Future<Reply> change(Call call) {
        JsonObject body = call.body();
        JsonArray questions = body.getJsonArray("securityQuestions");
        Accounts.ChangeAccount command = new Accounts.ChangeAccount(
                call.principal(),
                body.getString("currentPassword"),
                body.getString("userCode"),
                body.getString("email"),
                body.getString("language"),
                questions == null ? null : answers(questions),
                address(call));
        return requests.send(call, Accounts.CHANGE_ACCOUNT, command, outcomes.changed);
    }

    private Future<Reply> logIn(Call call) {
        JsonObject body = call.body();
        Accounts.LogIn command =
                new Accounts.LogIn(body.getString("userCode"), body.getString("password"), address(call));
        return requests.send(call, Accounts.LOG_IN, command, outcomes.loggedIn);
    }

    private Future<Reply> refresh(Call call) {
        return requests.send(
                call,
                Accounts.REFRESH,
                new Accounts.Refresh(call.body().getString("refreshToken")),
                outcomes.refreshed);
    }

    private Future<Reply> logOut(Call call) {
        return requests.ask(Accounts.LOG_OUT, new Accounts.LogOut(call.principal()))
                .map(result -> Reply.noContent());
    }

    private Future<Reply> me(Call call) {
        return requests.send(call, Accounts.FIND, new Accounts.Find(call.clientId()), outcomes.found);
    }

    private Future<Reply> changePassword(Call call) {
        JsonObject body = call.body();
        Accounts.ChangePassword command = new Accounts.ChangePassword(
                call.principal(), body.getString("currentPassword"), body.getString("newPassword"), address(call));
        return requests.send(call, Accounts.CHANGE_PASSWORD, command, outcomes.passwordChanged);
    }
}
