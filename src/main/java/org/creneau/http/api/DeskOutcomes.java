package org.creneau.http.api;

import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.desk.AuditTrail;
import org.creneau.desk.Clients.FindResult;
import org.creneau.desk.Clients.ListBookingsResult;
import org.creneau.desk.Clients.OpenResult;
import org.creneau.desk.Notes;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of what employees do for clients mean in HTTP. */
final class DeskOutcomes {

    private final Problems problems;
    private final BookingJson bookings;
    private final BookingOutcomes own;
    final Outcomes<ReleaseResult> released;
    final Outcomes<FindResult> found;
    final Outcomes<OpenResult> opened;
    final Outcomes<ListBookingsResult> listed;
    final Outcomes<Notes.AddResult> noted;
    final Outcomes<Notes.ListResult> notes;
    final Outcomes<AuditTrail.SearchResult> audited;

    DeskOutcomes(Problems problems, SlotTexts slots) {
        this.problems = problems;
        this.bookings = new BookingJson(slots, BookingJson.Reader.CLIENT);
        this.own = new BookingOutcomes(problems, bookings);
        BookingJson held = new BookingJson(slots, BookingJson.Reader.EMPLOYEE);
        this.released = new HoldOutcomes(problems, held).released;
        DeskJson json = new DeskJson(bookings, held);
        found = Outcomes.of(FindResult.class)
                .on(
                        FindResult.Found.class,
                        (result, call) -> Reply.personal(200, DeskJson.Matches.of(result), call.lang()))
                .on(
                        FindResult.TooVague.class,
                        (result, call) -> problems.validation("", "criteria-too-vague", call.lang()))
                .build();
        opened = Outcomes.of(OpenResult.class)
                .on(
                        OpenResult.Opened.class,
                        (result, call) -> Reply.personal(200, json.of(result, call.lang()), call.lang()))
                .on(OpenResult.NotFound.class, (result, call) -> missing(call))
                .build();
        listed = Outcomes.of(ListBookingsResult.class)
                .on(
                        ListBookingsResult.Found.class,
                        (result, call) -> Reply.personal(200, json.page(result.page(), call.lang()), call.lang()))
                .on(ListBookingsResult.NotFound.class, (result, call) -> missing(call))
                .on(ListBookingsResult.BadCursor.class, (result, call) -> badCursor(call))
                .build();
        noted = Outcomes.of(Notes.AddResult.class)
                .on(
                        Notes.AddResult.Added.class,
                        (result, call) -> Reply.personal(201, DeskJson.Note.of(result.note()), call.lang()))
                .on(
                        Notes.AddResult.Empty.class,
                        (result, call) -> problems.validation("/text", "too-short", call.lang()))
                .on(Notes.AddResult.NotFound.class, (result, call) -> missing(call))
                .build();
        notes = Outcomes.of(Notes.ListResult.class)
                .on(
                        Notes.ListResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), DeskJson.Note::of), call.lang()))
                .on(Notes.ListResult.NotFound.class, (result, call) -> missing(call))
                .on(Notes.ListResult.BadCursor.class, (result, call) -> badCursor(call))
                .build();
        audited = Outcomes.of(AuditTrail.SearchResult.class)
                .on(
                        AuditTrail.SearchResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), DeskJson.Audited::of), call.lang()))
                .on(AuditTrail.SearchResult.BadCursor.class, (result, call) -> badCursor(call))
                .on(
                        AuditTrail.SearchResult.BadRange.class,
                        (result, call) -> problems.validation("?to", "before-from", call.lang()))
                .build();
    }

    /** Refused as for clients; what is booked is at a path that only its client can ask for. */
    Reply booked(BookResult result, Call call) {
        return result instanceof BookResult.Booked booked
                ? Reply.personal(201, bookings.of(booked.details(), call.lang()), call.lang())
                : own.booked.reply(result, call);
    }

    Reply cancelled(CancelResult result, Call call) {
        return own.cancelled.reply(result, call);
    }

    Reply rescheduled(RescheduleResult result, Call call) {
        return own.rescheduled.reply(result, call);
    }

    private Reply missing(Call call) {
        return problems.of(ProblemCode.NOT_FOUND, call.lang());
    }

    private Reply badCursor(Call call) {
        return problems.validation("?cursor", "invalid-cursor", call.lang());
    }
}
