package org.creneau.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.desk.Employees;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.Role;

/** Stands where the desk is. */
final class FakeDesk {

    private static final Employee EMPLOYEE =
            new Employee(FakeFeatures.SOMEBODY_ELSE, "MinistereA01", "bureau", Role.AGENT, Instant.EPOCH);

    private FakeDesk() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Map<Address<?, ?>, Object> answers = Map.of(
                Employees.LIST, new Employees.ListResult.Found(new Page<>(List.of(EMPLOYEE), null)),
                Employees.ADD, new Employees.AddResult.Added(EMPLOYEE),
                Employees.CHANGE_ROLE, new Employees.ChangeResult.Changed(EMPLOYEE),
                Employees.REMOVE, new Employees.ChangeResult.Changed(EMPLOYEE));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
