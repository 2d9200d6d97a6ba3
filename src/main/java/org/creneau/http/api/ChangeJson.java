package org.creneau.http.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.creneau.change.Changes.CapacityResult;
import org.creneau.change.Changes.PublicationResult;
import org.creneau.http.Times;
import org.jspecify.annotations.Nullable;

/** Changes of slots as JSON. */
final class ChangeJson {

    private ChangeJson() {}

    record Capacity(String slotId, int capacity, int wanted, int withdrawn) {
        static Capacity of(CapacityResult.Set set) {
            return new Capacity(set.slotId().toString(), set.capacity(), set.wanted(), set.withdrawn());
        }
    }

    record Publication(String slotId, String publication) {
        static Publication of(PublicationResult.Now now) {
            return new Publication(now.slotId().toString(), now.publication().name());
        }
    }

    record Job(
            String id,
            String kind,
            String organisation,
            @Nullable String slotId,
            @Nullable String date,
            String reason,
            String state,
            int total,
            int done,
            int flagged,
            int failed,
            @Nullable String lastError,
            String createdAt,
            @Nullable String finishedAt) {

        static Job of(org.creneau.change.Job job) {
            UUID slot = job.slotId();
            LocalDate day = job.day();
            Instant finished = job.finishedAt();
            return new Job(
                    job.id().toString(),
                    job.kind().name(),
                    job.organisation(),
                    slot == null ? null : slot.toString(),
                    day == null ? null : day.toString(),
                    job.reason(),
                    job.state().name(),
                    job.total(),
                    job.done(),
                    job.flagged(),
                    job.failed(),
                    job.lastError(),
                    Times.in(job.createdAt(), ZoneOffset.UTC),
                    finished == null ? null : Times.in(finished, ZoneOffset.UTC));
        }
    }
}
