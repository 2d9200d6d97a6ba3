package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OutcomesTest {

    private sealed interface Result {
        record Yes() implements Result {}

        record No() implements Result {}
    }

    @Test
    void aCaseThatWasForgottenStopsTheStart() {
        Outcomes.Builder<Result> outcomes =
                Outcomes.of(Result.class).on(Result.Yes.class, (result, call) -> Reply.noContent());
        assertThrows(IllegalStateException.class, outcomes::build);
        outcomes.on(Result.No.class, (result, call) -> Reply.noContent()).build();
    }
}
