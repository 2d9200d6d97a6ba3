package org.creneau.loadtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.creneau.loadtest.report.Machine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A fast part of the faults, several in one rush, and the controls. */
class FaultsIT {

    private static final GroundOptions TWO_NODES =
            new GroundOptions(2, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), 0, false);

    private static final FaultCrowd SMALL = new FaultCrowd(900, 6, 75, 7);

    private static final long SEED = 20_261_124;

    private static Ground ground;

    @BeforeAll
    static void start() {
        ground = Ground.start(TWO_NODES);
    }

    @AfterAll
    static void stop() {
        if (ground != null) {
            ground.close();
        }
    }

    /** Redis forgets everything, answers of committed inserts are lost, clients vanish, a node dies. */
    @Test
    void lostAnswersALostRedisAndALostNode() {
        FaultResult result = rush(
                at("answers-to-clients-lost", 300),
                at("insert-answers-lost", 500),
                at("redis-flushed", 1500),
                at("clients-vanish", 2500),
                at("node-killed", 3500));
        assertGood(result);
    }

    /** Redis falls back to what it knew a second before, PostgreSQL crashes, inserts arrive late or not at all. */
    @Test
    void anOlderRedisACrashedDatabaseAndLateInserts() {
        FaultResult result = rush(
                at("redis-restarted-old", 200),
                at("inserts-cut", 1500),
                at("postgres-crashed", 2500),
                at("redis-failed-over", 3500));
        assertGood(result);
    }

    @Test
    void whatTheControlsBreakIsSeen() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        List<ControlResult> results = new Controls(TWO_NODES, SMALL, out).run(SEED);
        assertEquals(4, results.size());
        results.forEach(result -> assertTrue(result.good(), result::toString));
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("no-index"));
    }

    @Test
    void theSameSeedMakesTheSameMix() {
        List<Fault> mixable = Faults.mixable();
        assertEquals(Strike.mix(mixable, new SplittableRandom(SEED)), Strike.mix(mixable, new SplittableRandom(SEED)));
    }

    @Test
    void theCommandListsWhatItCanDo() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertEquals(0, new CommandLine(new FaultsCommand(out)).execute("--list"));
        String list = printed.toString(StandardCharsets.UTF_8);
        Faults.all().forEach(fault -> assertTrue(list.contains(fault.name()), fault.name()));
    }

    /** The table says what a violation is, and the command's exit code follows from it. */
    @Test
    void theReportTellsGoodFromBad(@TempDir Path folder) throws IOException {
        FaultResult good = result(List.of());
        FaultResult bad = result(List.of("a seat is sold once: slot 1"));
        List<FaultResult> both = new ArrayList<>(List.of(good, bad));
        FaultReport report = new FaultReport(Machine.here(), SEED, both, List.of());
        assertTrue(new FaultReport(report.machine(), SEED, List.of(good), List.of()).good());
        assertEquals(false, report.good());
        report.write(folder);
        assertTrue(Files.readString(folder.resolve("faults.md")).contains("| `some-fault` | 10 | 5 | 1 |"));
        assertTrue(Files.readString(folder.resolve("faults.json")).contains("a seat is sold once: slot 1"));
    }

    private static FaultResult result(List<String> violations) {
        return new FaultResult(
                "some-fault",
                "some-fault at 1.0 s",
                SEED,
                null,
                10,
                Map.of("201", 5L),
                5,
                0,
                violations,
                0.1,
                0.2,
                0.3,
                0,
                0,
                0);
    }

    private static FaultResult rush(Strike... strikes) {
        return new FaultRun(ground, SMALL).run("several", List.of(strikes), SEED);
    }

    private static Strike at(String fault, int millis) {
        return new Strike(Faults.named(fault).orElseThrow(), millis);
    }

    private static void assertGood(FaultResult result) {
        assertEquals(List.of(), result.violations(), result::toString);
        assertTrue(result.acknowledged() > 100, result::toString);
        assertEquals(0, result.leaked(), result::toString);
        assertEquals(0, result.serverErrors(), result::toString);
        assertEquals(0, result.hangs(), result::toString);
    }
}
