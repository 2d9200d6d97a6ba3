package org.creneau.desk;

import java.time.Instant;
import java.util.UUID;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/**
 * Who works for which organisation. An employee has an account like everybody. The role is in the access token, so a
 * change of it ends the sessions whose tokens may say what it was. Served by {@link DeskVerticle}.
 */
public final class Employees {

    public static final Address<List, ListResult> LIST = new Address<>("desk.employees.list");
    public static final Address<Add, AddResult> ADD = new Address<>("desk.employees.add");
    public static final Address<ChangeRole, ChangeResult> CHANGE_ROLE = new Address<>("desk.employees.change-role");
    public static final Address<Remove, ChangeResult> REMOVE = new Address<>("desk.employees.remove");

    private Employees() {}

    /** What an employee may do. */
    public enum Role {
        /** Serves clients. */
        AGENT,
        /** Also publishes and changes what is offered, and manages the organisation's employees. */
        MANAGER
    }

    /** @param id the client's id of the account */
    public record Employee(UUID id, String userCode, String organisation, Role role, Instant since) {
        @Override
        public String toString() {
            return "Employee[" + id + "]";
        }
    }

    /**
     * The employees whom the author manages, by id.
     *
     * @param organisation only those of this one; null: all
     * @param limit 1 to 100
     */
    public record List(
            Author by,
            @Nullable String organisation,
            int limit,
            @Nullable String cursor) {}

    /** The answer to {@link List}. */
    public sealed interface ListResult {
        record Found(Page<Employee> page) implements ListResult {}

        record BadCursor() implements ListResult {}
    }

    /** Makes the owner of an account an employee: its sessions from their next refresh on. */
    public record Add(Author by, String userCode, String organisation, Role role) {
        @Override
        public String toString() {
            return "Add[" + organisation + ", " + role + "]";
        }
    }

    /** The answer to {@link Add}. */
    public sealed interface AddResult {
        record Added(Employee employee) implements AddResult {}

        /** Nobody has this user code. */
        record NoSuchAccount() implements AddResult {}

        /** There is none, or the author does not manage its employees. */
        record NoSuchOrganisation() implements AddResult {}

        /** Here or elsewhere. */
        record EmployedAlready() implements AddResult {}
    }

    public record ChangeRole(Author by, UUID employee, Role role) {}

    /** From then on the account is a client's only. */
    public record Remove(Author by, UUID employee) {}

    /** The answer to {@link ChangeRole} and {@link Remove}. */
    public sealed interface ChangeResult {
        /** @param employee as it is now, or was before it was removed */
        record Changed(Employee employee) implements ChangeResult {}

        record NotFound() implements ChangeResult {}

        /** The ministry's last manager stays one: without one, only the command line could make another. */
        record LastManager() implements ChangeResult {}
    }
}
