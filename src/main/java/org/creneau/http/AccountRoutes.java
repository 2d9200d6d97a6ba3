package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.creneau.auth.Accounts;
import org.creneau.core.Address;
import org.creneau.core.LocalText;
import org.creneau.http.Reply.Caching;

/** Accounts and log-ins. */
final class AccountRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Map<String, LocalText> questions;
    private final AccountOutcomes outcomes;
    private final ClientAddress addresses;

    AccountRoutes(
            Vertx vertx,
            long timeoutMillis,
            Map<String, LocalText> questions,
            Problems problems,
            ClientAddress addresses) {
        this.addresses = addresses;
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
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
                "changeAccount", this::change,
                "changePassword", this::changePassword);
    }

    private <C, R> Future<R> send(Address<C, R> address, C command) {
        return address.request(vertx, command, timeoutMillis);
    }

    private String address(Call call) {
        return addresses.of(call.context().request());
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
        return send(Accounts.CREATE, command).map(result -> outcomes.created.reply(result, call));
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
        return send(Accounts.CHANGE_ACCOUNT, command).map(result -> outcomes.changed.reply(result, call));
    }

    private Future<Reply> logIn(Call call) {
        JsonObject body = call.body();
        Accounts.LogIn command =
                new Accounts.LogIn(body.getString("userCode"), body.getString("password"), address(call));
        return send(Accounts.LOG_IN, command).map(result -> outcomes.loggedIn.reply(result, call));
    }

    private Future<Reply> refresh(Call call) {
        return send(Accounts.REFRESH, new Accounts.Refresh(call.body().getString("refreshToken")))
                .map(result -> outcomes.refreshed.reply(result, call));
    }

    private Future<Reply> logOut(Call call) {
        return send(Accounts.LOG_OUT, new Accounts.LogOut(call.principal())).map(result -> Reply.noContent());
    }

    private Future<Reply> me(Call call) {
        return send(Accounts.FIND, new Accounts.Find(call.clientId()))
                .map(result -> outcomes.found.reply(result, call));
    }

    private Future<Reply> changePassword(Call call) {
        JsonObject body = call.body();
        Accounts.ChangePassword command = new Accounts.ChangePassword(
                call.principal(), body.getString("currentPassword"), body.getString("newPassword"), address(call));
        return send(Accounts.CHANGE_PASSWORD, command).map(result -> outcomes.passwordChanged.reply(result, call));
    }
}
