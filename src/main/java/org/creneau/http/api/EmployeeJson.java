package org.creneau.http.api;

import java.time.ZoneOffset;
import org.creneau.desk.Employees.Employee;
import org.creneau.http.Times;

/** An employee as JSON. */
record EmployeeJson(String id, String userCode, String organisation, String role, String since) {

    static EmployeeJson of(Employee employee) {
        return new EmployeeJson(
                employee.id().toString(),
                employee.userCode(),
                employee.organisation(),
                employee.role().name(),
                Times.in(employee.since(), ZoneOffset.UTC));
    }
}
