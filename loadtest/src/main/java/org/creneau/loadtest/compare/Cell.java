package org.creneau.loadtest.compare;

/** One figure of the comparison. */
record Cell(Scenario scenario, String subject) {

    /** What all others are divided by. */
    static final Cell UNIT = new Cell(Scenario.PING, Subject.CRENEAU);

    @Override
    public String toString() {
        return scenario.option() + " " + subject;
    }
}
