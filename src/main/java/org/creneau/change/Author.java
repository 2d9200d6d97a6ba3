package org.creneau.change;

import java.util.UUID;
import org.creneau.access.Actor;

/**
 * Who changes something, for the history.
 *
 * @param source MINISTRY for its own employees, PARTNER for those of an organisation (guide 5.2)
 */
record Author(UUID id, String source) {

    static Author of(Actor actor) {
        boolean ministry = actor instanceof Actor.Staff staff && staff.ministry();
        return new Author(actor.id(), ministry ? "MINISTRY" : "PARTNER");
    }
}
