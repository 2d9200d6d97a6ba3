package org.creneau.authorization;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.creneau.testkit.ContractClient.Request;

/** The operations of one feature: what is heard of each, and how it is called. */
abstract class FeatureRules {

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Function<Call, String>> names = new HashMap<>();

    final Entry on(String operationId, Rule rule) {
        Entry entry = new Entry(rule);
        if (entries.put(operationId, entry) != null) {
            throw new IllegalStateException("two rules for " + operationId);
        }
        return entry;
    }

    /** What stands in a path for a parameter, when it is there. */
    final void path(String parameter, Function<Call, String> name) {
        names.put(parameter, name);
    }

    final Map<String, Entry> entries() {
        return entries;
    }

    final Map<String, Function<Call, String>> names() {
        return names;
    }

    /** How what stands in the body is put into the request. */
    interface Completion extends BiConsumer<Call, Request> {}
}
