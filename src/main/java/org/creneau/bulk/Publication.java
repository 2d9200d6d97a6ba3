package org.creneau.bulk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.jspecify.annotations.Nullable;

/**
 * The offer as files, as it was at one instant. Slots are divided by the day on which they begin, and by number on days that
 * have many, so that whoever keeps copies fetches again only what has changed.
 */
public final class Publication {

    /** The name of the file that names all others. */
    public static final String MANIFEST = "$bulk-publish";

    private final Map<String, BulkFile> files;
    /** Files that were there once: whoever has read the manifest before finds nothing in them. */
    private final Map<String, BulkFile> gone;

    private final BulkFile manifest;
    private final Instant changedAt;

    private Publication(Map<String, BulkFile> files, Map<String, BulkFile> gone, Instant changedAt, String address) {
        this.files = files;
        this.gone = gone;
        this.changedAt = changedAt;
        JsonArray output = new JsonArray();
        files.values()
                .forEach(file ->
                        output.add(new JsonObject().put("type", file.type()).put("url", address + file.name())));
        JsonObject content = new JsonObject()
                .put(
                        "transactionTime",
                        changedAt.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("request", address + MANIFEST)
                .put("output", output)
                .put("error", new JsonArray());
        this.manifest = BulkFile.of(MANIFEST, "Manifest", content.toBuffer());
    }

    /**
     * Writes it.
     *
     * @param views slots that have not begun, in order of their start
     * @param slotsAFile at the most
     * @param before when nothing differs from it, its time stays
     * @param address where the files are found, with a slash at its end
     */
    static Publication of(
            List<SlotView> views,
            int slotsAFile,
            FhirResources fhir,
            String address,
            Instant now,
            @Nullable Publication before) {
        Map<String, JsonObject> locations = new TreeMap<>();
        Map<String, JsonObject> schedules = new TreeMap<>();
        Map<LocalDate, List<String>> days = new TreeMap<>();
        for (SlotView view : views) {
            if (view.status() == SlotStatus.CANCELLED) {
                continue;
            }
            Slot slot = view.slot();
            locations.computeIfAbsent(
                    slot.location().id(), id -> FhirResources.location(slot.location(), slot.organisation()));
            schedules.computeIfAbsent(
                    slot.type().id() + '/' + slot.location().id(),
                    id -> FhirResources.schedule(slot.type(), slot.location()));
            days.computeIfAbsent(
                            LocalDate.ofInstant(slot.start(), slot.location().zone()), day -> new ArrayList<>())
                    .add(fhir.slot(view).encode());
        }
        Map<String, BulkFile> files = new LinkedHashMap<>();
        add(files, "locations", "Location", encoded(locations));
        add(files, "schedules", "Schedule", encoded(schedules));
        days.forEach((day, lines) -> {
            for (int from = 0; from < lines.size(); from += slotsAFile) {
                String number = from == 0 ? "" : "-" + (from / slotsAFile + 1);
                add(
                        files,
                        "slots-" + day + number,
                        "Slot",
                        lines.subList(from, Math.min(from + slotsAFile, lines.size())));
            }
        });
        return new Publication(
                files,
                before == null ? Map.of() : gone(before, files),
                before != null && before.tags().equals(tags(files)) ? before.changedAt : now,
                address);
    }

    /** For as long as the node runs: a name a day is next to nothing. */
    private static Map<String, BulkFile> gone(Publication before, Map<String, BulkFile> files) {
        Map<String, BulkFile> gone = new HashMap<>(before.gone);
        before.files.forEach((name, file) -> gone.put(name, BulkFile.of(name, file.type(), Buffer.buffer())));
        gone.keySet().removeAll(files.keySet());
        return gone;
    }

    private static List<String> encoded(Map<String, JsonObject> resources) {
        return resources.values().stream().map(JsonObject::encode).toList();
    }

    private static void add(Map<String, BulkFile> files, String name, String type, List<String> lines) {
        String body = lines.stream().map(line -> line + '\n').collect(Collectors.joining());
        files.put(name + ".ndjson", BulkFile.of(name + ".ndjson", type, Buffer.buffer(body)));
    }

    private List<String> tags() {
        return tags(files);
    }

    private static List<String> tags(Map<String, BulkFile> files) {
        return files.values().stream().map(file -> file.name() + file.tag()).toList();
    }

    /** A file by its name, the manifest (JSON) too; empty when there is none and never was. */
    public Optional<BulkFile> file(String name) {
        return name.equals(MANIFEST)
                ? Optional.of(manifest)
                : Optional.ofNullable(files.getOrDefault(name, gone.get(name)));
    }
}
