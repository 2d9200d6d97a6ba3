package org.creneau.loadtest.fault;

import java.util.List;

/**
 * Whether a sabotaged service turned the checkers red, and for the right reason, while the product stayed green in the very
 * same situation.
 *
 * @param expected the invariant that has to be seen broken
 * @param sabotaged violations of the sabotaged service
 * @param product violations of the product
 */
record ControlResult(String name, String what, String expected, List<String> sabotaged, List<String> product) {

    ControlResult {
        sabotaged = List.copyOf(sabotaged);
        product = List.copyOf(product);
    }

    boolean good() {
        return product.isEmpty() && sabotaged.stream().anyMatch(violation -> violation.startsWith(expected + ":"));
    }

    String sentence() {
        long seen = sabotaged.stream()
                .filter(violation -> violation.startsWith(expected + ":"))
                .count();
        return name + " (" + what + "): " + (seen > 0 ? "seen" : "NOT SEEN") + ", \"" + expected + "\" broken " + seen
                + (seen == 1 ? " time" : " times") + "; the product in the same situation: " + product.size()
                + " violations";
    }
}
