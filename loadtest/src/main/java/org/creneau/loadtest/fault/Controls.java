package org.creneau.loadtest.fault;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.rival.Sabotage;
import org.creneau.loadtest.rival.SabotagedNode;
import org.creneau.ops.Violation;

/**
 * Sabotage that the checkers must see: a check that cannot fail proves nothing. Each time the product, in the very same
 * situation, must stay green.
 */
final class Controls {

    private static final String SOLD_ONCE = "a seat is sold once";
    private static final String REFUSED = "refused means not booked";
    private static final String ACCOUNTED_FOR = "a seat is occupied or free";

    /** Of a lease and the statement behind it, and of the sweeper's rounds. */
    private static final int LEASE_SECONDS = 15;

    /** Long enough for a lease to outlast the scene. */
    private static final int LONG_LEASE_MILLIS = 20_000;

    private static final int NOT_LONG_SECONDS = 10;

    /** One connection to PostgreSQL, on which everything arrives in the order in which it was sent. */
    private static final Map<String, String> ONE_INSTANCE = Map.of("CRENEAU_BOOKING_INSTANCES", "1");

    private static final Map<String, String> LONG_LEASES = Map.of(
            "CRENEAU_BOOKING_INSTANCES",
            "1",
            "CRENEAU_BOOKING_INSERT_DEADLINE_MILLIS",
            String.valueOf(LONG_LEASE_MILLIS));

    private final GroundOptions options;
    private final FaultCrowd crowd;
    private final PrintStream out;

    Controls(GroundOptions options, FaultCrowd crowd, PrintStream out) {
        this.options = options;
        this.crowd = crowd;
        this.out = out;
    }

    /** Blocks for a minute or two. */
    List<ControlResult> run(long seed) {
        List<ControlResult> results = new ArrayList<>();
        try (Ground ground = Ground.start(options)) {
            Scenes scenes = new Scenes(ground);
            results.add(told(scene(
                    ground,
                    Sabotage.NO_LEASE_CHECK,
                    "an insert that does not look at its lease",
                    REFUSED,
                    ONE_INSTANCE,
                    () -> scenes.insertHeldUp(LEASE_SECONDS))));
            results.add(told(scene(
                    ground,
                    Sabotage.GIVES_BACK,
                    "seats given back on time-out",
                    REFUSED,
                    LONG_LEASES,
                    () -> scenes.insertHeldUp(NOT_LONG_SECONDS))));
            results.add(told(killedInBetween(ground, scenes)));
            results.add(told(soldTwice(ground, seed)));
        }
        return results;
    }

    private ControlResult scene(
            Ground ground,
            Sabotage sabotage,
            String what,
            String expected,
            Map<String, String> settings,
            Supplier<List<Violation>> scene) {
        NodeSeat first = ground.nodes().get(0);
        first.terminate();
        first.start(settings);
        List<Violation> product = scene.get();
        first.terminate();
        first.start(command(sabotage), settings);
        return new ControlResult(
                sabotage.option(), what, expected, FaultResult.words(scene.get()), FaultResult.words(product));
    }

    private ControlResult killedInBetween(Ground ground, Scenes scenes) {
        ToIntBiFunction<Guests, UUID> counted = (guests, slot) -> {
            String count = ground.redis().ask("GET " + SabotagedNode.COUNTER + slot);
            return count.equals("$-1") ? -1 : Integer.parseInt(count);
        };
        NodeSeat first = ground.nodes().get(0);
        first.terminate();
        first.start();
        List<Violation> product = scenes.killedInBetween(Scenes::leftAtSecond);
        first.start(command(Sabotage.BARE_COUNTER), Map.of());
        List<Violation> sabotaged = scenes.killedInBetween(counted);
        first.start();
        return new ControlResult(
                Sabotage.BARE_COUNTER.option(),
                "a bare counter instead of seats with names on them",
                ACCOUNTED_FOR,
                FaultResult.words(sabotaged),
                FaultResult.words(product));
    }

    /** The last one: what it leaves in the database is beyond repair. */
    private ControlResult soldTwice(Ground ground, long seed) {
        Fault fault = Faults.named("redis-sells-twice").orElseThrow();
        FaultRun run = new FaultRun(ground, crowd);
        List<Strike> strikes = Strike.alone(fault, new SplittableRandom(seed));
        FaultResult product = run.run(fault.name(), strikes, seed);
        ground.postgres().run("drop index booking_seat");
        FaultResult sabotaged = run.run(fault.name(), strikes, seed);
        return new ControlResult(
                "no-index",
                "the unique index of seats dropped, and Redis made to sell them twice",
                SOLD_ONCE,
                sabotaged.violations(),
                product.violations());
    }

    private ControlResult told(ControlResult result) {
        out.println(result.sentence());
        result.product().forEach(violation -> out.println("    product: " + violation));
        return result;
    }

    private static JavaCommand command(Sabotage sabotage) {
        return new JavaCommand(List.of(), SabotagedNode.class.getName(), List.of(sabotage.option()));
    }
}
