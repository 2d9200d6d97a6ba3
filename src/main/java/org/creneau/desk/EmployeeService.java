package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.audit.AuditLog;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.core.Sql;
import org.creneau.desk.EmployeeStore.Outcome;
import org.creneau.desk.Employees.Add;
import org.creneau.desk.Employees.AddResult;
import org.creneau.desk.Employees.ChangeResult;
import org.creneau.desk.Employees.ChangeRole;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.ListResult;
import org.creneau.desk.Employees.Remove;
import org.creneau.notification.Outbox;

/** Makes people employees and lets them go. */
public final class EmployeeService {

    private final EmployeeStore store;
    private final Consumer<Collection<UUID>> sessionsEnded;

    EmployeeService(EmployeeStore store, Consumer<Collection<UUID>> sessionsEnded) {
        this.store = store;
        this.sessionsEnded = sessionsEnded;
    }

    /** @param sessionsEnded is told whose tokens are good no longer */
    public static EmployeeService of(Pool pool, AuditLog auditLog, Consumer<Collection<UUID>> sessionsEnded) {
        return new EmployeeService(new EmployeeStore(new Sql(pool), auditLog, new Outbox()), sessionsEnded);
    }

    public Future<ListResult> list(Employees.List command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        String organisation = command.organisation();
        Optional<String> own = command.by().onlyFor();
        if (organisation != null && own.isPresent() && !organisation.equals(own.get())) {
            return Future.succeededFuture(new ListResult.Found(new Page<>(List.of(), null)));
        }
        String only = own.orElse(organisation);
        int limit = command.limit();
        return store.page(only, limit + 1, start.get().after())
                .map(found -> new ListResult.Found(Page.cut(found, limit, Employee::id)));
    }

    /** By the user code of the account. */
    public Future<Optional<Employee>> find(String userCode) {
        return store.byUserCode(userCode);
    }

    public Future<AddResult> add(Add command) {
        return store.add(command);
    }

    Future<ChangeResult> changeRole(ChangeRole command) {
        return store.changeRole(command.by(), command.employee(), command.role())
                .compose(this::told);
    }

    public Future<ChangeResult> remove(Remove command) {
        return store.remove(command.by(), command.employee()).compose(this::told);
    }

    private Future<ChangeResult> told(Outcome outcome) {
        Employee employee = outcome.changed();
        if (employee == null) {
            return Future.succeededFuture(outcome.result());
        }
        sessionsEnded.accept(outcome.endedSessions());
        return store.endSessions(employee)
                .otherwise(List.of()) // done is done; what came in between lasts as long as an access token
                .map(late -> {
                    sessionsEnded.accept(late);
                    return outcome.result();
                });
    }
}
