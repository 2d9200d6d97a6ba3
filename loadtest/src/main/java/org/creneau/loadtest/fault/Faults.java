package org.creneau.loadtest.fault;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can be done to the service, in the order in which it is done. */
final class Faults {

    private static final List<Fault> ALL = Stream.of(NodeFaults.all(), RedisFaults.all(), PostgresFaults.all())
            .flatMap(List::stream)
            .toList();

    private Faults() {}

    static List<Fault> all() {
        return ALL;
    }

    static Optional<Fault> named(String name) {
        return ALL.stream().filter(fault -> fault.name().equals(name)).findFirst();
    }

    /** Those that may strike together. */
    static List<Fault> mixable() {
        return ALL.stream().filter(Fault::mixable).toList();
    }
}
