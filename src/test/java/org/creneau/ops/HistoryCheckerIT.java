package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.core.Ids;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.People;
import org.creneau.testkit.TestServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients were told about seats that were held, and about slots that were cancelled, is held against what there is. */
class HistoryCheckerIT {

    private static final String GOOD = "";
    private static final String STANDS = "an acknowledged booking stands";
    private static final String HELD_ONLY = "what is held is booked when it is confirmed";
    private static final String CANCELLED = "an acknowledged cancellation holds";
    private static final String REFUSED = "refused means not booked";

    private static final String HELD_UNTIL = "a seat is held until the end that was told";

    private static final Instant BEGUN = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant UNTIL = BEGUN.plusSeconds(600);

    private static final UUID CLIENT = Ids.next();
    private static final UUID SLOT = Ids.next();
    private static final UUID BOOKING = Ids.next();

    private static final String database = TestServers.newDatabase();
    private static final People rows = new People(database);
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, TestServers.newRedis());
    }

    @AfterAll
    static void stop() {
        backstage.close();
    }

    static Stream<Arguments> stories() {
        Attempt booked = attempt(Action.BOOK, Outcome.ACKNOWLEDGED);
        Attempt held = attempt(Action.HOLD, Outcome.ACKNOWLEDGED);
        Attempt confirmed = attempt(Action.CONFIRM, Outcome.ACKNOWLEDGED);
        Attempt notConfirmed = attempt(Action.CONFIRM, Outcome.REFUSED);
        Attempt perhapsConfirmed = attempt(Action.CONFIRM, Outcome.UNKNOWN);
        Attempt released = attempt(Action.RELEASE, Outcome.ACKNOWLEDGED);
        Attempt slotCancelled = attempt(Action.CANCEL_SLOT, Outcome.ACKNOWLEDGED);
        Attempt slotNotCancelled = attempt(Action.CANCEL_SLOT, Outcome.REFUSED);
        Attempt noHold = attempt(Action.HOLD, Outcome.REFUSED);
        return Stream.of(
                Arguments.of("HELD", List.of(held), GOOD),
                Arguments.of("CANCELLED", List.of(held), GOOD),
                Arguments.of("BOOKED", List.of(held), HELD_ONLY),
                Arguments.of("BOOKED", List.of(held, notConfirmed), HELD_ONLY),
                Arguments.of("BOOKED", List.of(held, perhapsConfirmed), GOOD),
                Arguments.of("CANCELLED", List.of(held, perhapsConfirmed), GOOD),
                Arguments.of("BOOKED", List.of(held, confirmed), GOOD),
                Arguments.of("CANCELLED", List.of(held, confirmed), STANDS),
                Arguments.of("HELD", List.of(held, confirmed), STANDS),
                Arguments.of("CANCELLED", List.of(held, released), GOOD),
                Arguments.of("HELD", List.of(held, released), CANCELLED),
                Arguments.of("HELD", List.of(noHold), REFUSED),
                Arguments.of("CANCELLED", List.of(booked), STANDS),
                Arguments.of("CANCELLED", List.of(booked, slotCancelled), GOOD),
                Arguments.of("CANCELLED", List.of(booked, slotNotCancelled), STANDS),
                Arguments.of("MISSED", List.of(booked, slotCancelled), STANDS));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void whatIsToldIsSo(String state, List<Attempt> attempts, String violated) {
        rows.execute("delete from booking");
        rows.execute(
                "insert into booking (id, slot_id, seat, client_id, type_id, state, source, request_key, expires_at, turn)"
                        + " values (?, ?, 0, ?, 'session', ?, 'PARTNER', 'key',"
                        + " case ? when 'HELD' then now() + interval '1 hour' end, 1)",
                BOOKING,
                SLOT,
                CLIENT,
                state,
                state);
        List<String> found = backstage.violations(new ClientHistory(attempts)).stream()
                .map(Violation::invariant)
                .filter(List.of(STANDS, HELD_ONLY, CANCELLED, REFUSED)::contains)
                .toList();
        assertEquals(violated.equals(GOOD) ? List.of() : List.of(violated), found);
    }

    static Stream<Arguments> endings() {
        Attempt held = new Attempt(CLIENT, Action.HOLD, Outcome.ACKNOWLEDGED, "key", SLOT, BOOKING, null, UNTIL);
        Attempt unheard = new Attempt(CLIENT, Action.HOLD, Outcome.UNKNOWN, "key", SLOT, null, null);
        Attempt refused = attempt(Action.RELEASE, Outcome.REFUSED);
        return Stream.of(
                Arguments.of(600, 600, List.of(held), GOOD),
                Arguments.of(601, 700, List.of(held), GOOD),
                Arguments.of(599, 700, List.of(held), HELD_UNTIL),
                // The row says that it ended in time, and somebody had the seat before.
                Arguments.of(600, 599, List.of(held), HELD_UNTIL),
                Arguments.of(300, 700, List.of(held, refused), HELD_UNTIL),
                Arguments.of(300, 700, List.of(held, attempt(Action.CONFIRM, Outcome.UNKNOWN)), HELD_UNTIL),
                Arguments.of(300, 400, List.of(held, attempt(Action.RELEASE, Outcome.ACKNOWLEDGED)), GOOD),
                Arguments.of(300, 400, List.of(held, attempt(Action.RELEASE, Outcome.UNKNOWN)), GOOD),
                Arguments.of(300, 400, List.of(held, attempt(Action.CANCEL, Outcome.ACKNOWLEDGED)), GOOD),
                Arguments.of(300, 400, List.of(held, attempt(Action.CANCEL_SLOT, Outcome.ACKNOWLEDGED)), GOOD),
                Arguments.of(300, 400, List.of(unheard), GOOD));
    }

    /**
     * @param ended when the held seat was given up, in seconds from when it was held
     * @param taken when somebody else got it, likewise
     */
    @ParameterizedTest
    @MethodSource("endings")
    void whatIsHeldLastsUntilTheEndThatWasTold(int ended, int taken, List<Attempt> attempts, String violated) {
        rows.execute("delete from booking");
        String insert =
                "insert into booking (id, slot_id, seat, client_id, type_id, state, source, request_key, expires_at,"
                        + " created_at, updated_at, turn) values (?, ?, 0, ?, 'session', ?, 'PARTNER', ?, ?, ?, ?, 1)";
        rows.execute(
                insert,
                BOOKING,
                SLOT,
                CLIENT,
                "CANCELLED",
                "key",
                Timestamp.from(UNTIL),
                Timestamp.from(BEGUN),
                Timestamp.from(BEGUN.plusSeconds(ended)));
        Timestamp then = Timestamp.from(BEGUN.plusSeconds(taken));
        rows.execute(insert, Ids.next(), SLOT, Ids.next(), "BOOKED", null, null, then, then);
        List<String> found = backstage.violations(new ClientHistory(attempts)).stream()
                .map(Violation::invariant)
                .filter(HELD_UNTIL::equals)
                .toList();
        assertEquals(violated.equals(GOOD) ? List.of() : List.of(violated), found);
    }

    private static Attempt attempt(Action action, Outcome outcome) {
        @Nullable String key = action == Action.BOOK || action == Action.HOLD ? "key" : null;
        boolean named = action != Action.CANCEL_SLOT && !(action == Action.HOLD && outcome == Outcome.REFUSED);
        return new Attempt(CLIENT, action, outcome, key, SLOT, named ? BOOKING : null, null);
    }
}
