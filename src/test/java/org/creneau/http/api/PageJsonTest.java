package org.creneau.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.creneau.core.Page;
import org.junit.jupiter.api.Test;

class PageJsonTest {

    @Test
    void listsInMemoryAreCutIntoPages() {
        List<Integer> all = List.of(1, 2, 3, 4, 5);
        Page<Integer> first = PageJson.cut(all, 2, null).orElseThrow();
        assertEquals(List.of(1, 2), first.items());
        Page<Integer> second = PageJson.cut(all, 2, first.nextCursor()).orElseThrow();
        assertEquals(List.of(3, 4), second.items());
        Page<Integer> last = PageJson.cut(all, 2, second.nextCursor()).orElseThrow();
        assertEquals(new Page<>(List.of(5), null), last);
        assertEquals(Optional.empty(), PageJson.cut(all, 2, "!"));
        assertEquals(Optional.empty(), PageJson.cut(all, 2, "-1"));
        assertTrue(PageJson.cut(all, 2, "99999").orElseThrow().items().isEmpty());
    }
}
