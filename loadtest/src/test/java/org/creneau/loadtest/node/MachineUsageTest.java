package org.creneau.loadtest.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MachineUsageTest {

    @Test
    void addsUpWhatIsNotIdle() {
        assertEquals(new Usage(1.15, 0), MachineUsage.parse("cpu  10 5 20 9000 800 30 40 10 6 7"));
    }
}
