package org.creneau.http.api;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.creneau.http.Lang;
import org.creneau.http.Problems;
import org.creneau.http.Times;
import org.creneau.planning.Release;
import org.creneau.planning.SlotTemplate;
import org.creneau.planning.SlotTemplates.Line;
import org.creneau.planning.SlotTemplates.PreviewResult;
import org.jspecify.annotations.Nullable;

/** Templates as JSON. */
final class SlotTemplateJson {

    private SlotTemplateJson() {}

    static JsonObject of(SlotTemplate template) {
        JsonObject json = new JsonObject()
                .put("id", template.id().toString())
                .put("organisation", template.organisation())
                .put("name", template.name())
                .put("location", template.location())
                .put("type", template.type())
                .put("pattern", template.pattern().toJson())
                .put("capacity", template.capacity())
                .put("retired", template.retired())
                .put("version", template.version());
        if (template.release() instanceof Release.Under under) {
            json.put("releasePlan", under.planId());
        } else if (template.release() instanceof Release.At at) {
            json.put("opensAt", Times.notBefore(at.opensAt(), ZoneOffset.UTC));
        }
        return json;
    }

    record Preview(
            int publishable,
            int published,
            int skipped,
            List<Occurrence> items,
            @Nullable String nextCursor) {

        static Preview of(PreviewResult.Previewed previewed, Problems problems, Lang lang) {
            return new Preview(
                    previewed.publishable(),
                    previewed.published(),
                    previewed.skipped(),
                    previewed.page().items().stream()
                            .map(line -> Occurrence.of(line, previewed.zone(), problems, lang))
                            .toList(),
                    previewed.page().nextCursor());
        }
    }

    record Occurrence(
            String date,
            String begins,
            String state,
            List<Segment> segments,
            @Nullable String opensAt,
            @Nullable String slotId,
            @Nullable String reason,
            @Nullable String detail) {

        static Occurrence of(Line line, ZoneId zone, Problems problems, Lang lang) {
            return new Occurrence(
                    line.day().toString(),
                    line.begins().toString(),
                    line.state().name(),
                    line.segments().stream()
                            .map(segment -> new Segment(Times.in(segment.start(), zone), Times.in(segment.end(), zone)))
                            .toList(),
                    line.opensAt()
                            .map(opensAt -> Times.notBefore(opensAt, zone))
                            .orElse(null),
                    line.slot().map(UUID::toString).orElse(null),
                    line.reason().orElse(null),
                    line.reason().map(reason -> problems.field(reason, lang)).orElse(null));
        }
    }

    record Segment(String start, String end) {}

    record Publication(int published, int before, int skipped) {}
}
