package org.creneau.booking;

/**
 * What a booking must keep to beside its seat, as SQL: written once for the statements that insert and move, and the one
 * that tells why nothing was inserted. {@code r} is the booking to be, {@code s} its slot.
 *
 * <p>{@code offset 0} keeps PostgreSQL from making a join or a hash of what is a look-up by key: all bookings, or all
 * registrations, would be read for each new booking where its statistics say that there are hardly any.
 */
final class BookingRules {

    /** The next number among the client's own bookings, of which the unique index lets in one. */
    static final String NEXT_TURN =
            "coalesce((select max(mine.turn) from booking mine where mine.client_id = r.client_id), 0) + 1";

    /**
     * Bookings of the client, of another type, that overlap the slot in some segment (guide 5.3.4). Their slots are looked
     * up one by one: where PostgreSQL believes that a client has many bookings, a join would read all slots for each new
     * booking.
     */
    static final String OVERLAPPING = """
            select from booking mine
            where mine.client_id = r.client_id and mine.type_id <> s.type_id and mine.state in ('BOOKED', 'HELD')
              and (select taken.during from slot taken where taken.id = mine.slot_id) && s.during
            offset 0""";

    private static final String FILE =
            "exists (select from registration file where file.client_id = r.client_id and %s offset 0)";

    private static final String SOME_RULE =
            "exists (select from eligibility_rule rule where rule.type_id = s.type_id and rule_holds(rule, file))";

    /** Whether a rule of a type that has rules holds for the client (guide 5.3.1). */
    static final String ELIGIBLE = FILE.formatted(SOME_RULE);

    /** Whether the client has answered the four questions (guide 5.3.5). */
    static final String COMPLETE = FILE.formatted("file.complementary");

    /** Both, where the type asks for them: one look at the registration. */
    static final String ADMITTED =
            FILE.formatted("(not s.asks or file.complementary) and (not s.restricted or " + SOME_RULE + ")");

    private BookingRules() {}
}
