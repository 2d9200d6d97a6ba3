package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.Ids;
import org.creneau.desk.Author;
import org.creneau.desk.Employees;
import org.creneau.desk.Employees.Role;

/** Who works for which organisation. */
final class EmployeeRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final EmployeeOutcomes outcomes;

    EmployeeRoutes(Vertx vertx, long timeoutMillis, Problems problems) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
        this.outcomes = new EmployeeOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listStaffMembers", this::list,
                "addStaffMember", this::add,
                "changeStaffRole", this::changeRole,
                "removeStaffMember", this::remove);
    }

    private static Author author(Call call) {
        return new Author.Manager((Actor.Staff) call.actor());
    }

    private Future<Reply> list(Call call) {
        Employees.List command =
                new Employees.List(author(call), call.text("organisation"), call.whole("limit"), call.text("cursor"));
        return send(call, Employees.LIST, command, outcomes.listed);
    }

    private Future<Reply> add(Call call) {
        JsonObject body = call.body();
        Employees.Add command =
                new Employees.Add(author(call), body.getString("userCode"), body.getString("organisation"), role(body));
        return send(call, Employees.ADD, command, outcomes.added);
    }

    private Future<Reply> changeRole(Call call) {
        return onEmployee(
                call,
                id -> send(
                        call,
                        Employees.CHANGE_ROLE,
                        new Employees.ChangeRole(author(call), id, role(call.body())),
                        outcomes.changed));
    }

    private Future<Reply> remove(Call call) {
        return onEmployee(
                call, id -> send(call, Employees.REMOVE, new Employees.Remove(author(call), id), outcomes.removed));
    }

    private Future<Reply> onEmployee(Call call, Function<UUID, Future<Reply>> then) {
        Optional<UUID> id = Ids.parse(call.path("memberId"));
        return id.isEmpty()
                ? Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang()))
                : then.apply(id.get());
    }

    private static Role role(JsonObject body) {
        return Role.valueOf(body.getString("role"));
    }

    private <C, R> Future<Reply> send(Call call, Address<C, R> address, C command, Outcomes<R> outcome) {
        return address.request(vertx, command, timeoutMillis).map(result -> outcome.reply(result, call));
    }
}
