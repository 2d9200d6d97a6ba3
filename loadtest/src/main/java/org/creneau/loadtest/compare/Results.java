package org.creneau.loadtest.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.creneau.loadtest.report.Spread;
import org.creneau.ops.Violation;

/** What was measured in all rounds. */
final class Results {

    private final Map<Cell, Map<Integer, Measurement>> byCell = new LinkedHashMap<>();
    private final Map<Cell, List<Violation>> broken = new LinkedHashMap<>();

    void add(Cell cell, int round, Measurement measurement) {
        byCell.computeIfAbsent(cell, first -> new LinkedHashMap<>()).put(round, measurement);
    }

    void broken(Cell cell, List<Violation> violations) {
        broken.put(cell, List.copyOf(violations));
    }

    Set<Cell> cells() {
        return byCell.keySet();
    }

    /** By round. */
    Map<Integer, Measurement> of(Cell cell) {
        return byCell.getOrDefault(cell, Map.of());
    }

    Map<Cell, List<Violation>> broken() {
        return broken;
    }

    /** Answers per second in the latest round. */
    OptionalDouble last(Scenario scenario, String subject) {
        List<Measurement> all = List.copyOf(of(new Cell(scenario, subject)).values());
        return all.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(all.get(all.size() - 1).perSecond());
    }

    /** Over the rounds. */
    Spread perSecond(Cell cell) {
        return Spread.of(of(cell).values().stream().map(Measurement::perSecond).toList());
    }

    /** One cell divided by another, each round by itself; empty when they have no round in common. */
    Optional<Spread> ratio(Cell cell, Cell unit) {
        List<Double> ratios = new ArrayList<>();
        Map<Integer, Measurement> units = of(unit);
        of(cell).forEach((round, measured) -> {
            if (units.containsKey(round)) {
                ratios.add(measured.perSecond()
                        / Objects.requireNonNull(units.get(round)).perSecond());
            }
        });
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
