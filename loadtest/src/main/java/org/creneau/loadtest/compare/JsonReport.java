package org.creneau.loadtest.compare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.creneau.loadtest.report.Spread;
import org.creneau.ops.Violation;

/** The results for machines: every figure of every round. */
record JsonReport(Plan plan, Circumstances circumstances, Results results) {

    JsonObject json() {
        JsonArray cells = new JsonArray();
        results.cells().forEach(cell -> cells.add(json(cell)));
        JsonObject facts = new JsonObject();
        circumstances.facts().forEach(facts::put);
        return new JsonObject()
                .put("circumstances", facts)
                .put("plan", planned())
                .put("cells", cells);
    }

    private JsonObject planned() {
        JsonObject environment = new JsonObject();
        plan.environment().forEach(environment::put);
        return new JsonObject()
                .put("rounds", plan.rounds())
                .put("seconds", plan.seconds())
                .put("warmUpSeconds", plan.warmUpSeconds())
                .put("firstWarmUpSeconds", plan.firstWarmUpSeconds())
                .put("connections", plan.connections())
                .put("generatorThreads", plan.generatorThreads())
                .put("clients", plan.clients())
                .put("rivalConnections", plan.rivalConnections())
                .put("jvmOptions", new JsonArray(plan.jvmOptions()))
                .put("nodeSettings", environment);
    }

    private JsonObject json(Cell cell) {
        JsonArray rounds = new JsonArray();
        results.of(cell).forEach((round, measured) -> rounds.add(json(round, measured)));
        JsonArray violations = new JsonArray();
        for (Violation violation : results.broken().getOrDefault(cell, List.of())) {
            violations.add(violation.toString());
        }
        JsonObject json = new JsonObject()
                .put("scenario", cell.scenario().option())
                .put("subject", cell.subject())
                .put("perSecond", json(results.perSecond(cell)));
        results.ratio(cell, Cell.UNIT).ifPresent(ratio -> json.put("ratioToPing", json(ratio)));
        results.ratio(new Cell(Scenario.BOOK, Subject.CRENEAU), cell)
                .filter(ratio -> cell.scenario() == Scenario.BOOK)
                .ifPresent(ratio -> json.put("creneauDividedByThis", json(ratio)));
        return json.put("violations", violations).put("rounds", rounds);
    }

    private static JsonObject json(Spread spread) {
        return new JsonObject()
                .put("median", spread.median())
                .put("min", spread.min())
                .put("max", spread.max());
    }

    private static JsonObject json(int round, Measurement measured) {
        JsonObject outcomes = new JsonObject();
        measured.outcomes().forEach(outcomes::put);
        return new JsonObject()
                .put("round", round)
                .put("perSecond", measured.perSecond())
                .put("p50Millis", measured.p50Millis())
                .put("p99Millis", measured.p99Millis())
                .put("nodeCores", measured.nodeCores())
                .put("machineCores", measured.machineCores())
                .put("generatorCores", measured.generatorCores())
                .put("generatorBusy", measured.generatorBusy())
                .put("residentBytes", measured.residentBytes())
                .put("seconds", measured.seconds())
                .put("errors", measured.errors())
                .put("outcomes", outcomes);
    }
}
