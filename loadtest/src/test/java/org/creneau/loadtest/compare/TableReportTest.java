package org.creneau.loadtest.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.creneau.loadtest.report.Spread;
import org.creneau.ops.Violation;
import org.junit.jupiter.api.Test;

class TableReportTest {

    private static final Cell BOOK = new Cell(Scenario.BOOK, Subject.CRENEAU);
    private static final Cell RIVAL = new Cell(Scenario.BOOK, "counter");

    private final Results results = new Results();
    private final Plan plan = new Plan(
            3, 5, 2, 8, 512, 1, 20_000, 1000, List.of(), List.of(), "", "", List.of(), Map.of(), 0, Path.of("."));
    private final Circumstances circumstances = new Circumstances(Map.of("cores", "2"));

    @Test
    void ratiosAreTakenRoundByRound() {
        // The machine was twice as fast in the second round, which no ratio shows.
        round(1, 100_000, 30_000, 1_000);
        round(2, 200_000, 60_000, 2_000);
        round(3, 100_000, 20_000, 1_000);

        assertEquals(new Spread(0.3, 0.2, 0.3), results.ratio(BOOK, Cell.UNIT).orElseThrow());
        assertEquals(new Spread(30, 20, 30), results.ratio(BOOK, RIVAL).orElseThrow());
        String text = text();
        assertTrue(
                text.lines().anyMatch(line -> line.matches("book +creneau +30000 +20000-60000 +0.300 +0.200-0.300.*")));
        assertTrue(text.lines().anyMatch(line -> line.matches("book: creneau / +counter +30.0 +20.0-30.0 *")), text);
        assertFalse(text.contains("WARNING"), text);
    }

    @Test
    void whoBreaksAnInvariantHasNoFigure() {
        round(1, 100_000, 30_000, 1_000);
        results.broken(RIVAL, List.of(new Violation("a seat is sold once", "slot 1, seat 2")));

        String text = text();
        assertTrue(text.lines().anyMatch(line -> line.matches("book +counter +BROKEN.*")), text);
        assertTrue(text.contains("a seat is sold once: slot 1, seat 2"), text);
    }

    @Test
    void aGeneratorWithoutRestIsReported() {
        results.add(Cell.UNIT, 1, measurement(100_000, 1.9, 0.95));
        assertTrue(text().contains("WARNING: that is saturated"), text());
    }

    @Test
    void otherWorkIsReported() {
        results.add(Cell.UNIT, 1, measurement(100_000, 2.0, 0.2));
        assertTrue(text().contains("WARNING: something else kept 0.8 cores busy"), text());
    }

    @Test
    void theFileHasEveryRound() {
        round(1, 100_000, 30_000, 1_000);
        round(2, 200_000, 60_000, 2_000);
        JsonObject json = new JsonReport(plan, circumstances, results).json();
        JsonObject book = json.getJsonArray("cells").getJsonObject(1);
        assertEquals("book", book.getString("scenario"));
        assertEquals(0.3, book.getJsonObject("ratioToPing").getDouble("median"));
        assertEquals(2, book.getJsonArray("rounds").size());
        assertEquals("2", json.getJsonObject("circumstances").getString("cores"));
    }

    private void round(int round, double ping, double book, double rival) {
        results.add(Cell.UNIT, round, measurement(ping, 1.7, 0.7));
        results.add(BOOK, round, measurement(book, 2.0, 0.5));
        results.add(RIVAL, round, measurement(rival, 2.0, 0.1));
    }

    private String text() {
        return new TableReport(plan, circumstances, results).text();
    }

    private static Measurement measurement(double perSecond, double machineCores, double generatorBusy) {
        return new Measurement(
                perSecond, 5, 20, 1, machineCores, generatorBusy, generatorBusy, 300 << 20, 0, 5, Map.of("200", 1L));
    }
}
