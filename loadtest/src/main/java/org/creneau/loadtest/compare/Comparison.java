package org.creneau.loadtest.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.ops.Violation;

/** Runs all cells, round after round. Blocks. */
final class Comparison {

    /** Requests per second for which slots are made ready before it is known how fast a subject is. */
    private static final double FASTEST = 45_000;

    private static final double HEADROOM = 1.6;

    /** Connections beside those that book, in the crowd. */
    private static final int BYSTANDERS = 10_000;

    /** How much more than enough is too much. */
    private static final int OVERLOAD = 4;

    /** Seats of the slot that is sold out for refusals. */
    private static final int FEW_SEATS = 20;

    private final Plan plan;
    private final Stage stage;
    private final Generator generator;
    private final Progress progress;
    private final Results results = new Results();
    private final Set<String> introduced = new HashSet<>();

    Comparison(Plan plan, Stage stage, Generator generator, Progress progress) {
        this.plan = plan;
        this.stage = stage;
        this.generator = generator;
        this.progress = progress;
    }

    Results run() {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Cell cell : inTurn(round)) {
                Measurement measured = measure(cell, round);
                results.add(cell, round, measured);
                progress.tell("round %d of %d: %s %.0f/s".formatted(round, plan.rounds(), cell, measured.perSecond()));
                check(cell);
            }
        }
        return results;
    }

    /** The unit first; every other round the rest backwards, so that nobody always comes after the same one. */
    private List<Cell> inTurn(int round) {
        List<Cell> rest = new ArrayList<>();
        for (Scenario scenario : plan.scenarios()) {
            for (String subject : plan.subjects()) {
                if (scenario != Scenario.PING && scenario.concerns(subject)) {
                    rest.add(new Cell(scenario, subject));
                }
            }
        }
        if (round % 2 == 0) {
            Collections.reverse(rest);
        }
        List<Cell> all = new ArrayList<>();
        if (plan.subjects().contains(Subject.CRENEAU)) {
            all.add(Cell.UNIT);
        }
        all.addAll(rest);
        return all;
    }

    private Measurement measure(Cell cell, int round) {
        Subject subject = stage.subject(cell.subject());
        introduce(subject);
        double warmUp = round == 1 ? plan.firstWarmUpSeconds() : plan.warmUpSeconds();
        return switch (cell.scenario()) {
            case PING -> run(subject, Loads.same(subject.node().target(), Loads.BASE + "/ping"), warmUp);
            case SEARCH -> run(subject, Loads.same(subject.node().target(), Loads.BASE + SearchOffer.QUERY), warmUp);
            case PING_TOKEN -> {
                bookOnce(subject, subject.freshSlots(1).get(0), 1);
                String path = Loads.BASE + "/bookings/" + UUID.randomUUID();
                yield run(subject, Loads.byEverybody(subject.node().target(), path, stage.tokens()), warmUp);
            }
            case FLOOR_BOOK -> {
                UUID slot = subject.freshSlots(1).get(0);
                yield run(subject, Loads.sameSlot(subject.node().target(), slot, stage.tokens(), false, "201"), warmUp);
            }
            case REFUSE, REFUSE_KEYED -> {
                UUID slot = soldOut(subject);
                boolean keyed = cell.scenario() == Scenario.REFUSE_KEYED;
                List<byte[]> others =
                        stage.tokens().subList(FEW_SEATS, stage.tokens().size());
                yield run(
                        subject, Loads.sameSlot(subject.node().target(), slot, others, keyed, "409 slot-full"), warmUp);
            }
            case BOOK -> book(subject, stage.tokens(), warmUp, Integer.MAX_VALUE, plan.connections());
            case BOOK_OVERLOAD ->
                book(subject, stage.tokens(), warmUp, Integer.MAX_VALUE, OVERLOAD * plan.connections());
            case BOOK_CROWDED -> crowded(subject, warmUp);
            case BOOK_FRESH_TOKENS -> {
                List<byte[]> fresh = stage.freshTokens(subject.name(), plan.freshTokens());
                yield book(subject, fresh, 0, fresh.size(), plan.connections());
            }
        };
    }

    private Measurement crowded(Subject subject, double warmUp) {
        try (Bystanders bystanders =
                Bystanders.gather(stage.vertx(), subject.node().target(), BYSTANDERS)) {
            Measurement measured = book(subject, stage.tokens(), warmUp, Integer.MAX_VALUE, plan.connections());
            progress.tell(bystanders.open() + " other connections were open");
            return measured;
        }
    }

    private Measurement book(Subject subject, List<byte[]> tokens, double warmUp, int atMost, int connections) {
        double expected = results.last(Scenario.BOOK, subject.name()).orElse(FASTEST / HEADROOM) * HEADROOM;
        int seats = Math.min(HotSlots.MAX_CAPACITY, tokens.size());
        double requests = Math.min(atMost, expected * (warmUp + plan.seconds()) + connections);
        List<UUID> slots = subject.freshSlots(Math.max(1, (int) Math.ceil(requests / seats)));
        subject.hotSlots().endBookings();
        subject.hotSlots().settle();
        BookingRequests bookings = new BookingRequests(subject.node().target(), tokens, slots, seats);
        Measurement measured = run(subject, new Load(bookings, "201"), warmUp, connections);
        subject.putBack(bookings.unused());
        return measured;
    }

    private Measurement run(Subject subject, Load load, double warmUp) {
        return run(subject, load, warmUp, plan.connections());
    }

    private Measurement run(Subject subject, Load load, double warmUp, int connections) {
        return generator.measure(
                subject.node().target(), subject.node().pid(), connections, load, warmUp, plan.seconds());
    }

    /** Everybody looks at their bookings once, as people do before a release: from then on the node knows their tokens. */
    private void introduce(Subject subject) {
        if (introduced.add(subject.name())) {
            generator.drain(
                    subject.node().target(),
                    plan.connections(),
                    Loads.onceByEach(subject.node().target(), Loads.BASE + "/bookings?limit=1", stage.tokens()));
        }
    }

    private UUID soldOut(Subject subject) {
        List<UUID> slots = subject.hotSlots().open(1, FEW_SEATS);
        subject.awaitVisible(slots);
        bookOnce(subject, slots.get(0), FEW_SEATS);
        return slots.get(0);
    }

    /** One booking by each of the first clients. */
    private void bookOnce(Subject subject, UUID slot, int clients) {
        List<byte[]> first = stage.tokens().subList(0, clients);
        generator.drain(
                subject.node().target(),
                1,
                new BookingRequests(subject.node().target(), first, List.of(slot), clients));
    }

    /** A strategy that breaks an invariant has no figure. */
    private void check(Cell cell) {
        if (!cell.scenario().books()) {
            return;
        }
        List<Violation> violations = stage.violations(cell.subject());
        if (!violations.isEmpty()) {
            results.broken(cell, violations);
            progress.tell(cell + " broke " + violations.size() + " invariants: " + violations.get(0));
        }
    }
}
