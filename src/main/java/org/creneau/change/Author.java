package org.creneau.change;

import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;

/**
 * Who changes something, for the history.
 *
 * @param source MINISTRY for its own employees, PARTNER for those of an organisation (guide 5.2)
 */
record Author(UUID id, String source) {

    static Author of(Actor actor) {
        return new Author(actor.id(), Access.provider(actor).name());
    }
}
