package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.creneau.core.Page;
import org.creneau.slot.SlotView;
import org.jspecify.annotations.Nullable;

/**
 * The seats left in what a search finds, as server-sent events, for all who watch it on this node: what changed is written
 * once, whichever event loop sees it first, and then only copied.
 */
final class LeftStream {

    /**
     * What watchers know when they have read so far.
     *
     * @param page it was written from, by which it is known that nothing has changed
     * @param tag names exactly this state, on every node
     * @param snapshot all of it, as an event
     * @param before the tag of the state to which {@code change} leads from; null: there was none
     * @param change what is different from the state before, as an event
     */
    record State(
            Page<SlotView> page,
            String tag,
            Buffer snapshot,
            @Nullable String before,
            Buffer change) {}

    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    /** The state for what was found just now. As long as a search finds the same, it is the same object. */
    @SuppressWarnings("ReferenceEquality")
    State at(Page<SlotView> page) {
        while (true) {
            State before = state.get();
            if (before != null && before.page() == page) {
                return before;
            }
            State next = next(before, page);
            if (state.compareAndSet(before, next)) {
                return next;
            }
        }
    }

    private static State next(@Nullable State before, Page<SlotView> page) {
        String all = items(page.items());
        String tag = EntityTags.of(Buffer.buffer(all)).replace("\"", "");
        if (before == null) {
            return new State(page, tag, event("slots", tag, all), null, Buffer.buffer());
        }
        if (before.tag().equals(tag)) { // what is different is not told here
            return new State(page, tag, before.snapshot(), before.before(), before.change());
        }
        return new State(
                page, tag, event("slots", tag, all), before.tag(), event("left", tag, change(before.page(), page)));
    }

    private static String change(Page<SlotView> from, Page<SlotView> to) {
        Map<UUID, SlotView> known = new HashMap<>();
        from.items().forEach(view -> known.put(view.slot().id(), view));
        List<SlotView> different = to.items().stream()
                .filter(view -> !same(known.remove(view.slot().id()), view))
                .toList();
        String items = items(different);
        if (known.isEmpty()) {
            return items;
        }
        String gone =
                known.keySet().stream().map(id -> "\"" + id + '"').sorted().collect(Collectors.joining(","));
        return items.substring(0, items.length() - 1) + ",\"gone\":[" + gone + "]}";
    }

    private static boolean same(@Nullable SlotView one, SlotView other) {
        return one != null && item(one).equals(item(other));
    }

    private static String items(List<SlotView> views) {
        return views.stream().map(LeftStream::item).collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    /** None of it needs escaping. */
    private static String item(SlotView view) {
        String asOf = view.leftAsOf() == null
                ? ""
                : "\",\"leftAsOf\":\""
                        + Times.in(view.leftAsOf(), view.slot().location().zone());
        return "{\"id\":\"" + view.slot().id() + "\",\"left\":" + view.left() + ",\"status\":\""
                + view.status().name() + asOf + "\"}";
    }

    private static Buffer event(String name, String tag, String data) {
        return Buffer.buffer("event: " + name + "\nid: " + tag + "\ndata: " + data + "\n\n");
    }
}
