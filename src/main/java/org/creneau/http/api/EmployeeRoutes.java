package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.creneau.access.Actor;
import org.creneau.desk.Author;
import org.creneau.desk.Employees;
import org.creneau.desk.Employees.Role;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;

/** Who works for which organisation. */
final class EmployeeRoutes {

    private final Requests requests;
    private final EmployeeOutcomes outcomes;

    EmployeeRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.outcomes = new EmployeeOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listStaffMembers", this::list,
                "addStaffMember", this::add,
                "setStaffRole", this::changeRole,
                "removeStaffMember", this::remove);
    }

    private static Author author(Call call) {
        return new Author.Manager((Actor.Staff) call.actor());
    }

    private Future<Reply> list(Call call) {
        Employees.List command =
                new Employees.List(author(call), call.text("organisation"), call.whole("limit"), call.text("cursor"));
        return requests.send(call, Employees.LIST, command, outcomes.listed);
    }

    private Future<Reply> add(Call call) {
        JsonObject body = call.body();
        Employees.Add command =
                new Employees.Add(author(call), body.getString("userCode"), body.getString("organisation"), role(body));
        return requests.send(call, Employees.ADD, command, outcomes.added);
    }

    private Future<Reply> changeRole(Call call) {
        return requests.withId(
                call,
                "memberId",
                id -> requests.send(
                        call,
                        Employees.CHANGE_ROLE,
                        new Employees.ChangeRole(author(call), id, role(call.body())),
                        outcomes.changed));
    }

    private Future<Reply> remove(Call call) {
        return requests.withId(
                call,
                "memberId",
                id -> requests.send(call, Employees.REMOVE, new Employees.Remove(author(call), id), outcomes.removed));
    }

    private static Role role(JsonObject body) {
        return Role.valueOf(body.getString("role"));
    }
}
