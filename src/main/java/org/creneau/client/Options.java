package org.creneau.client;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.creneau.core.LocalText;
import org.creneau.core.Names;
import org.jspecify.annotations.Nullable;

/**
 * What forms choose from: an immutable snapshot of what the operator has in the database.
 *
 * @param statuses by id, in the order in which they are shown
 * @param menus of guide 4.8
 * @param towns of the address menu, by id, in alphabetical order
 * @param declaration the newest
 */
public record Options(
        Map<String, Status> statuses,
        Map<Menu, Map<String, Choice>> menus,
        Map<String, Choice> towns,
        Declaration declaration) {

    /** The menus of guide 4.8. */
    public enum Menu {
        HEARD_FROM,
        OCCUPATION_FIELD,
        SCHOOLING
    }

    /**
     * An entry of a menu.
     *
     * @param folded its names as {@link #townsNamed} compares them
     */
    public record Choice(String id, LocalText name, List<String> folded) {

        static Choice of(String id, LocalText name) {
            return new Choice(id, name, List.of(Names.folded(name.fr()), Names.folded(name.en())));
        }

        private boolean begins(String prefix) {
            return folded.stream().anyMatch(one -> one.startsWith(prefix));
        }
    }

    /**
     * Guide 1.3, 4.5.
     *
     * @param documents what proves it
     * @param grantedOnRequired whether the day on which it was granted must be given
     * @param admissible to the service as a whole
     */
    public record Status(
            String id, LocalText name, List<LocalText> documents, boolean grantedOnRequired, boolean admissible) {}

    /** Guide 4.9: what clients declare. */
    public record Declaration(String version, List<LocalText> paragraphs, Instant since) {}

    public Options {
        statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
        menus = Map.copyOf(menus);
        towns = Collections.unmodifiableMap(new LinkedHashMap<>(towns));
    }

    /** The towns whose names begin so, whatever the accents, capitals and hyphens; all for null. */
    public List<Choice> townsNamed(@Nullable String prefix) {
        String folded = prefix == null ? "" : Names.folded(prefix);
        return towns.values().stream().filter(town -> town.begins(folded)).toList();
    }

    /** The menu's entries, in the order in which they are shown. */
    public Collection<Choice> menu(Menu menu) {
        return menus.getOrDefault(menu, Map.of()).values();
    }

    /** Whether the menu has it. */
    boolean has(Menu menu, String id) {
        return menus.getOrDefault(menu, Map.of()).containsKey(id);
    }
}
