package org.creneau.loadtest.rush;

import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads search results. In the rush thousands of people get the same page within a fraction of a second: a page is read
 * again only when it differs from the last one.
 */
final class Board {

    private final Offer offer;
    private Buffer lastPage = Buffer.buffer();
    private @Nullable BitSet lastShown;

    Board(Offer offer) {
        this.offer = offer;
    }

    /** The numbers of the slots on a page that have seats left; not to be changed. Null when it is no such page. */
    @Nullable
    BitSet shown(Buffer page) {
        if (!page.equals(lastPage)) {
            lastShown = read(page);
            lastPage = page;
        }
        return lastShown;
    }

    private @Nullable BitSet read(Buffer page) {
        List<Fields.Listed> slots = Fields.slots(page);
        if (slots == null) {
            return null;
        }
        BitSet shown = new BitSet();
        for (Fields.Listed slot : slots) {
            int number = offer.number(slot.id());
            if (number >= 0 && slot.left() > 0) {
                shown.set(number);
            }
        }
        return shown;
    }
}
