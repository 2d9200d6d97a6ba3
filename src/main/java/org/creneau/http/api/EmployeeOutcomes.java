package org.creneau.http.api;

import org.creneau.desk.Employees.AddResult;
import org.creneau.desk.Employees.ChangeResult;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.ListResult;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of changes of the roster mean in HTTP. */
final class EmployeeOutcomes {

    final Outcomes<ListResult> listed;
    final Outcomes<AddResult> added;
    final Outcomes<ChangeResult> changed;
    final Outcomes<ChangeResult> removed;

    EmployeeOutcomes(Problems problems) {
        listed = Outcomes.of(ListResult.class)
                .on(
                        ListResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), EmployeeJson::of), call.lang()))
                .on(
                        ListResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        added = Outcomes.of(AddResult.class)
                .on(AddResult.Added.class, (result, call) -> employee(201, result.employee(), call))
                .on(
                        AddResult.NoSuchAccount.class,
                        (result, call) -> problems.validation("/userCode", "user-code-unknown", call.lang()))
                .on(
                        AddResult.NoSuchOrganisation.class,
                        (result, call) -> problems.validation("/organisation", "organisation-unknown", call.lang()))
                .on(
                        AddResult.EmployedAlready.class,
                        (result, call) -> problems.of(ProblemCode.ALREADY_EMPLOYED, call.lang()))
                .build();
        changed = Outcomes.of(ChangeResult.class)
                .on(ChangeResult.Changed.class, (result, call) -> employee(200, result.employee(), call))
                .on(ChangeResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        ChangeResult.LastManager.class,
                        (result, call) -> problems.of(ProblemCode.LAST_MANAGER, call.lang()))
                .build();
        removed = Outcomes.of(ChangeResult.class)
                .on(ChangeResult.Changed.class, (result, call) -> Reply.noContent())
                .on(ChangeResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        ChangeResult.LastManager.class,
                        (result, call) -> problems.of(ProblemCode.LAST_MANAGER, call.lang()))
                .build();
    }

    private static Reply employee(int status, Employee employee, Call call) {
        return Reply.personal(status, EmployeeJson.of(employee), call.lang());
    }
}
