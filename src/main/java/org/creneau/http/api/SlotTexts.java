package org.creneau.http.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.creneau.core.Page;
import org.creneau.http.Lang;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotView;

/**
 * Slots and pages of slots that were written as JSON, one for the node. They are found by the object that they were
 * written from, which nobody changes: a slot that is read anew, or a search that finds something else, is another
 * object. So nothing here can be out of date, and it goes when the object goes, or sooner, when there is no room.
 */
final class SlotTexts {

    /** For each language. */
    private static final long SLOTS_BYTES = 8 << 20;

    private static final long PAGES_BYTES = 8 << 20;

    /** What an entry takes beside its text. */
    private static final int ENTRY_BYTES = 250;

    private record Texts(Cache<Slot, SlotJson> slots, Cache<Page<SlotView>, Reply> pages) {}

    private final Map<Lang, Texts> texts = new EnumMap<>(Lang.class);

    SlotTexts() {
        for (Lang lang : Lang.values()) {
            texts.put(
                    lang,
                    new Texts(
                            Caffeine.newBuilder()
                                    .weakKeys() // which are compared as objects
                                    .executor(Runnable::run)
                                    .maximumWeight(SLOTS_BYTES)
                                    .weigher((Slot slot, SlotJson json) -> json.length() + ENTRY_BYTES)
                                    .build(),
                            Caffeine.newBuilder()
                                    .weakKeys()
                                    .executor(Runnable::run)
                                    .maximumWeight(PAGES_BYTES)
                                    .weigher((Page<SlotView> page, Reply reply) ->
                                            Objects.requireNonNull(reply.body()).length() + ENTRY_BYTES)
                                    .build()));
        }
    }

    private Texts in(Lang lang) {
        return Objects.requireNonNull(texts.get(lang));
    }

    SlotJson of(Slot slot, Lang lang) {
        return in(lang).slots().get(slot, unknown -> SlotJson.of(unknown, lang.locale()));
    }

    Reply reply(SlotView view, Lang lang) {
        SlotJson json = of(view.slot(), lang);
        Buffer body = Buffer.buffer(json.length());
        json.write(body, view);
        return reply(body, lang);
    }

    Reply reply(Page<SlotView> page, Lang lang) {
        return in(lang).pages().get(page, unknown -> write(unknown, lang));
    }

    private Reply write(Page<SlotView> page, Lang lang) {
        return reply(PageJson.write(page, (body, view) -> of(view.slot(), lang).write(body, view)), lang);
    }

    private static Reply reply(Buffer body, Lang lang) {
        return Reply.tagged(body, Caching.SLOTS, lang);
    }
}
