package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainTest {

    private static final class Item extends Chain.Link<Item> {}

    private static List<Item> contents(Chain<Item> chain) {
        List<Item> found = new ArrayList<>();
        for (Item item = chain.oldest(); item != null; item = item.newer()) {
            found.add(item);
        }
        return found;
    }

    @Test
    void itIsAListFromWhichAnythingCanBeTaken() {
        Random random = new Random(20261124);
        Chain<Item> chain = new Chain<>();
        List<Item> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (expected.isEmpty() || (random.nextBoolean() && expected.size() < 8)) {
                Item item = new Item();
                chain.add(item);
                expected.add(item);
            } else {
                Item item = expected.remove(random.nextInt(expected.size()));
                chain.remove(item);
                chain.remove(item); // the second time nothing happens
            }
            assertEquals(expected, contents(chain));
            assertEquals(expected.isEmpty(), chain.isEmpty());
        }
    }

    @Test
    void whatIsNotInItIsNotTakenOut() {
        Chain<Item> chain = new Chain<>();
        Item only = new Item();
        chain.add(only);
        chain.remove(new Item());
        assertEquals(List.of(only), contents(chain));
        chain.remove(only);
        assertTrue(chain.isEmpty());
    }
}
