package org.creneau;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import org.creneau.audit.AuditLog;
import org.creneau.core.Page;
import org.creneau.desk.Author;
import org.creneau.desk.EmployeeService;
import org.creneau.desk.Employees;
import org.creneau.desk.Employees.AddResult;
import org.creneau.desk.Employees.ChangeResult;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.ListResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code staff} does: the roster on standard output, one employee a line; everything else in the log. */
final class StaffAction {

    private static final Logger log = LoggerFactory.getLogger(StaffAction.class);
    private static final int REFUSED = 1;
    private static final int PAGE = 100;

    private final EmployeeService employees;
    private final Author operator = new Author.Operator();

    /** The nodes learn by themselves whose sessions ended. */
    StaffAction(Pool pool) {
        employees = EmployeeService.of(pool, new AuditLog(pool), ended -> {});
    }

    Future<Integer> run(StaffCommand.Options options) {
        return switch (options.deed()) {
            case LIST -> list(options.organisation().isEmpty() ? null : options.organisation(), null);
            case ADD ->
                employees
                        .add(new Employees.Add(operator, options.userCode(), options.organisation(), options.role()))
                        .map(StaffAction::report);
            case REMOVE ->
                employees
                        .find(options.userCode())
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(new ChangeResult.NotFound())
                                : employees.remove(new Employees.Remove(
                                        operator, found.get().id())))
                        .map(StaffAction::report);
        };
    }

    private Future<Integer> list(@Nullable String organisation, @Nullable String cursor) {
        return employees
                .list(new Employees.List(operator, organisation, PAGE, cursor))
                .compose(result -> {
                    Page<Employee> page = ((ListResult.Found) result).page();
                    page.items().forEach(StaffAction::print);
                    String next = page.nextCursor();
                    return next == null ? Future.succeededFuture(0) : list(organisation, next);
                });
    }

    private static void print(Employee employee) {
        System.out.println(employee.userCode() + " " + employee.organisation() + " " + employee.role());
    }

    private static int report(AddResult result) {
        if (result instanceof AddResult.Added added) {
            print(added.employee());
            return 0;
        }
        log.error(
                result instanceof AddResult.NoSuchAccount
                        ? "nobody has this user code"
                        : result instanceof AddResult.NoSuchOrganisation
                                ? "there is no such organisation: `creneau organisation add` makes one"
                                : "whoever has this user code is an employee already");
        return REFUSED;
    }

    private static int report(ChangeResult result) {
        if (result instanceof ChangeResult.Changed) {
            return 0;
        }
        log.error(
                result instanceof ChangeResult.LastManager
                        ? "the ministry keeps one manager at least: make somebody else a manager first"
                        : "no employee has this user code");
        return REFUSED;
    }
}
