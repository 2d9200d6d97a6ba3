package org.creneau.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.creneau.change.Changes;
import org.creneau.change.Job;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.slot.Slot;

/** Stands where changes of slots are made. */
final class FakeChanges {

    private static final Job JOB = new Job(
            FakeFeatures.BOOKING,
            Job.Kind.CANCEL_SLOT,
            "bureau",
            FakeFeatures.SLOT,
            null,
            "Une raison",
            Job.State.RUNNING,
            12,
            7,
            0,
            0,
            null,
            Instant.EPOCH,
            null);

    private FakeChanges() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Map<Address<?, ?>, Object> answers = Map.of(
                Changes.SET_CAPACITY, new Changes.CapacityResult.Set(FakeFeatures.SLOT, 7, 5, 3),
                Changes.CLOSE, new Changes.PublicationResult.Now(FakeFeatures.SLOT, Slot.Publication.CLOSED),
                Changes.REOPEN, new Changes.PublicationResult.Now(FakeFeatures.SLOT, Slot.Publication.PUBLISHED),
                Changes.CANCEL, new Changes.JobResult.Begun(JOB),
                Changes.MOVE, new Changes.JobResult.Begun(JOB),
                Changes.CANCEL_DAY, new Changes.JobResult.Begun(JOB),
                Changes.FIND_JOB, new Changes.FindJobResult.Found(JOB),
                Changes.LIST_JOBS, new Changes.ListJobsResult.Found(new Page<>(List.of(JOB), null)));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
