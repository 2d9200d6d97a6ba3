package org.creneau.http;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.booking.ForOthers;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.desk.Attendances;
import org.creneau.desk.AuditTrail;
import org.creneau.desk.Clients;
import org.creneau.desk.Employees;
import org.creneau.desk.Employees.Employee;
import org.creneau.desk.Employees.Role;
import org.creneau.desk.Notes;
import org.creneau.desk.OwnSlots;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;

/** Stands where the desk is. */
final class FakeDesk {

    private static final Employee EMPLOYEE =
            new Employee(FakeFeatures.SOMEBODY_ELSE, "MinistereA01", "bureau", Role.AGENT, Instant.EPOCH);

    private static final Attendances.Entry EXPECTED = new Attendances.Entry(
            FakeFeatures.BOOKING,
            FakeFeatures.CLIENT,
            12,
            BookingState.BOOKED,
            new Attendances.Person(52184L, "Brandford", "Bernard"),
            List.of(new Clients.Flag(FakeFeatures.BOOKING, Instant.EPOCH, "OVERLAPPING")));

    private static final OwnSlots.OwnSlot SLOT = new OwnSlots.OwnSlot(
            new SlotView(FakeFeatures.SLOT_ITSELF, 7, SlotStatus.PAST),
            12,
            1,
            10,
            FakeFeatures.SOMEBODY_ELSE,
            FakeFeatures.CLIENT);

    private static final Clients.Match MATCH = new Clients.Match(
            FakeFeatures.CLIENT, 52184, "Brandford", "Bernard", LocalDate.of(1978, 5, 5), "resident-permanent");

    private static final Notes.Note NOTE =
            new Notes.Note(FakeFeatures.BOOKING, FakeFeatures.SOMEBODY_ELSE, "bureau", "Une note", Instant.EPOCH);

    private static final Clients.OpenResult OPENED = new Clients.OpenResult.Opened(
            FakeFeatures.CLIENT,
            true,
            FakeClients.FILE,
            FakeClients.OPTIONS,
            new Page<>(List.of(FakeFeatures.DETAILS), "n"),
            List.of(FakeForOthers.HELD),
            List.of(new Clients.Flag(FakeFeatures.BOOKING, Instant.EPOCH, "NOT_ELIGIBLE")),
            new Page<>(List.of(NOTE), null));

    private static final AuditLog.Entry ENTRY = new AuditLog.Entry(
            4711,
            Instant.EPOCH,
            FakeFeatures.SOMEBODY_ELSE,
            AuditEntry.ActorKind.STAFF,
            "bureau",
            FakeFeatures.CLIENT,
            "FILE_VIEWED",
            new JsonObject().put("slot", "x"));

    private FakeDesk() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Map<Address<?, ?>, Object> employees = Map.of(
                Employees.LIST, new Employees.ListResult.Found(new Page<>(List.of(EMPLOYEE), null)),
                Employees.ADD, new Employees.AddResult.Added(EMPLOYEE),
                Employees.CHANGE_ROLE, new Employees.ChangeResult.Changed(EMPLOYEE),
                Employees.REMOVE, new Employees.ChangeResult.Changed(EMPLOYEE),
                OwnSlots.LIST, new OwnSlots.ListResult.Found(new Page<>(List.of(SLOT), "n")),
                Attendances.SHOW, new Attendances.ShowResult.Found(new Page<>(List.of(EXPECTED), null)),
                Attendances.MARK, new Attendances.MarkResult.Marked());
        Map<Address<?, ?>, Object> clients = Map.of(
                Clients.FIND, new Clients.FindResult.Found(List.of(MATCH), false),
                Clients.OPEN, OPENED,
                Clients.LIST_BOOKINGS,
                        new Clients.ListBookingsResult.Found(new Page<>(List.of(FakeFeatures.DETAILS), null)),
                Notes.ADD, new Notes.AddResult.Added(NOTE),
                Notes.LIST, new Notes.ListResult.Found(new Page<>(List.of(NOTE), null)),
                ForOthers.BOOK, new Bookings.BookResult.Booked(FakeFeatures.DETAILS),
                ForOthers.CANCEL, new Bookings.CancelResult.Cancelled(FakeFeatures.DETAILS),
                ForOthers.RESCHEDULE, new Bookings.RescheduleResult.Rescheduled(FakeFeatures.DETAILS),
                AuditTrail.SEARCH, new AuditTrail.SearchResult.Found(new Page<>(List.of(ENTRY), "4711")));
        Stream.of(employees, clients)
                .flatMap(answers -> answers.entrySet().stream())
                .forEach(answer -> server.accept(new Address<>(answer.getKey().name()), answer.getValue()));
    }
}
