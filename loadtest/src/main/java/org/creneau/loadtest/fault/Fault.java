package org.creneau.loadtest.fault;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that breaks, and is whole again after a while. Made once, by its {@link Draft}. */
final class Fault {

    private final Draft draft;

    private Fault(Draft draft) {
        this.draft = draft;
    }

    /** A part of a fault. May block. */
    @FunctionalInterface
    interface Act {
        void on(Ground ground);
    }

    /**
     * Begins to describe a fault, which is over with its blow unless told otherwise.
     *
     * @param name for the command line
     * @param what for people
     * @param blow what is done
     */
    static Draft named(String name, String what, Act blow) {
        return new Draft(name, what, blow);
    }

    String name() {
        return draft.name;
    }

    String what() {
        return draft.what;
    }

    /** Why it cannot be done on this machine; empty: it can. */
    Optional<String> obstacle() {
        return draft.obstacle.get();
    }

    /** Before the clients come. */
    void prepare(Ground ground) {
        draft.before.on(ground);
    }

    void strike(Ground ground) {
        draft.blow.on(ground);
    }

    /** From the blow until it is undone. */
    int lastsMillis() {
        return draft.lastsMillis;
    }

    /** Undoes it; when this is over, so is the fault. */
    void heal(Ground ground) {
        draft.undo.on(ground);
    }

    /** What an operator would do afterwards, such as starting a node that was killed; still in the rush. */
    void repair(Ground ground) {
        draft.repair.on(ground);
    }

    /** After the check. */
    void cleanUp(Ground ground) {
        draft.after.on(ground);
    }

    /** Whether it may strike together with others. */
    boolean mixable() {
        return draft.mixable;
    }

    /** Whether nobody may go home without a definite answer. */
    boolean atNobodysExpense() {
        return draft.atNobodysExpense;
    }

    /** Whether PostgreSQL has to be on a disk of its own. */
    boolean onSmallDisk() {
        return draft.smallDisk;
    }

    @Override
    public String toString() {
        return draft.name;
    }

    /** A fault that is being described. */
    static final class Draft {

        private static final Act NOTHING = ground -> {};

        private final String name;
        private final String what;
        private final Act blow;
        private Supplier<Optional<String>> obstacle = Optional::empty;
        private Act before = NOTHING;
        private int lastsMillis;
        private Act undo = NOTHING;
        private Act repair = NOTHING;
        private Act after = NOTHING;
        private boolean mixable = true;
        private boolean atNobodysExpense;
        private boolean smallDisk;

        private Draft(String name, String what, Act blow) {
            this.name = name;
            this.what = what;
            this.blow = blow;
        }

        Draft lasting(int millis, Act undoing) {
            lastsMillis = millis;
            undo = undoing;
            return this;
        }

        Draft repairedBy(Act act) {
            repair = act;
            return this;
        }

        /** It has to be made ready before, and so comes alone. */
        Draft between(Act ready, Act cleanUp) {
            before = ready;
            after = cleanUp;
            mixable = false;
            return this;
        }

        Draft alone() {
            mixable = false;
            return this;
        }

        Draft unless(Supplier<Optional<String>> found) {
            obstacle = found;
            return this;
        }

        /** Everybody who asks again and again must learn what became of the request; so it comes alone. */
        Draft atNobodysExpense() {
            atNobodysExpense = true;
            return alone();
        }

        Draft onSmallDisk() {
            smallDisk = true;
            return alone();
        }

        Fault done() {
            return new Fault(this);
        }
    }
}
