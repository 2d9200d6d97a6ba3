package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.Seeding;
import org.creneau.ops.ClientHistory;
import org.jspecify.annotations.Nullable;

/**
 * One crowd on nodes that somebody else runs, and perhaps breaks meanwhile: the rush without its command and its report.
 * Used from one thread, which may block.
 */
public final class Play implements AutoCloseable {

    private static final long GATHERING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Generator generator;
    private @Nullable Round round;

    /** @param nodes to which the clients talk */
    public Play(GeneratorOptions options, List<Target> nodes) {
        generator = new Generator(options, nodes);
    }

    /**
     * What the clients were told in the end.
     *
     * @param answers every single answer and failure, by status and code
     * @param ends how people's visits ended
     * @param bookings acknowledged, a double click once
     * @param bookedNanos when bookings were acknowledged, in order; of {@link System#nanoTime()}
     * @param settledNanos when a request for a booking got a definite answer, in order
     */
    public record Told(
            ClientHistory history,
            Map<String, Long> answers,
            Map<String, Long> ends,
            int bookings,
            List<Long> bookedNanos,
            List<Long> settledNanos) {

        /** Everything that was sent, each repetition counted. */
        public long requests() {
            return answers.values().stream().mapToLong(Long::longValue).sum();
        }

        /** People who went home without knowing what had become of a request, however often they had asked. */
        public long unsettled() {
            return count(End.UNKNOWN) + count(End.CHANGE_UNKNOWN) + count(End.NO_LIST);
        }

        private long count(End end) {
            return ends.getOrDefault(end.title(), 0L);
        }
    }

    /** Reads the offer and the clock from every node, and lets people wait for the release. */
    public void gather(Crowd crowd, Seeding seeding) {
        Arrivals arrivals = Arrivals.of(crowd);
        List<Person> people = Person.read(seeding.tokens(), crowd.clients());
        Offer offer =
                generator.ask(caller -> new OfferReader(Vertx.currentContext().owner(), caller).read(seeding.slots()));
        ServerClock clock = generator.ask(ServerClock::read);
        long now = System.nanoTime();
        long earliest = now + GATHERING_NANOS + Math.max(-arrivals.nanos(0), 0);
        round = Round.from(
                now, Math.max(earliest, clock.nanosOf(offer.opensAt())), crowd, arrivals, offer, people, Optional.empty(), clock);
    }

    /** When the slots open, of {@link System#nanoTime()}. */
    public long releaseNanos() {
        return gathered().releaseNanos();
    }

    /** Lets them come; completes when the last one is gone. */
    public Future<Void> begin() {
        return generator.play(gathered());
    }

    /** Sends home who is still there; to be called once. */
    public void end() {
        generator.endNow();
    }

    /** Once nothing moves any more. */
    public Told told() {
        Journal journal = generator.journal();
        Tally tally = generator.tally();
        return new Told(
                journal.history(),
                new TreeMap<>(tally.answers()),
                new TreeMap<>(tally.ends()),
                journal.taken(),
                Arrays.stream(journal.takenNanos()).boxed().toList(),
                Arrays.stream(journal.settledNanos()).boxed().toList());
    }

    /** The seats left of each slot, as each node tells them now; a slot about which a node does not answer is absent. */
    public static List<Map<UUID, Integer>> left(List<Target> nodes, List<UUID> slots) {
        try (Generator generator = new Generator(new GeneratorOptions(nodes.size(), 10, 1, 5_000), nodes)) {
            return generator.ask(caller -> LeftReader.read(caller, slots));
        }
    }

    private Round gathered() {
        return Objects.requireNonNull(round, "nobody has gathered yet");
    }

    @Override
    public void close() {
        generator.close();
    }
}
