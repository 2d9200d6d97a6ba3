package org.creneau.change;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.FieldProblem;
import org.creneau.core.Page;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation's employees can do to a slot that people may be in. Served by {@link ChangeVerticle}.
 *
 * <p>A slot of an organisation for which the actor does not work is not there. One that has begun or was cancelled does not
 * change any more.
 */
public final class Changes {

    public static final Address<SetCapacity, CapacityResult> SET_CAPACITY = new Address<>("change.capacity");
    public static final Address<Close, PublicationResult> CLOSE = new Address<>("change.close");
    public static final Address<Reopen, PublicationResult> REOPEN = new Address<>("change.reopen");
    public static final Address<Cancel, JobResult> CANCEL = new Address<>("change.cancel");
    public static final Address<Move, JobResult> MOVE = new Address<>("change.move");
    public static final Address<CancelDay, JobResult> CANCEL_DAY = new Address<>("change.cancel-day");
    public static final Address<FindJob, FindJobResult> FIND_JOB = new Address<>("change.find-job");
    public static final Address<ListJobs, ListJobsResult> LIST_JOBS = new Address<>("change.list-jobs");

    private Changes() {}

    /**
     * Changes how many may sit in a slot, while people book. Nobody loses a seat: if fewer are free than are to go, those
     * that come free go too, until the capacity is reached or another one is asked for.
     *
     * @param capacity 1 to 10,000
     */
    public record SetCapacity(Actor actor, UUID slotId, int capacity) {}

    /** The answer to {@link SetCapacity}. */
    public sealed interface CapacityResult {
        /**
         * Taken note of.
         *
         * @param capacity seats that can be sat on by now
         * @param wanted the capacity that is to be reached
         * @param withdrawn seats that were withdrawn just now
         */
        record Set(UUID slotId, int capacity, int wanted, int withdrawn) implements CapacityResult {}

        record NotFound() implements CapacityResult {}

        /** Begun or cancelled. */
        record SlotOver() implements CapacityResult {}
    }

    /** Lets nobody in any more; those who are in it stay. When it is answered, nobody is on the way either. */
    public record Close(Actor actor, UUID slotId) {}

    /** Takes back {@link Close}. */
    public record Reopen(Actor actor, UUID slotId) {}

    /** The answer to {@link Close} and {@link Reopen}. */
    public sealed interface PublicationResult {
        record Now(UUID slotId, Slot.Publication publication) implements PublicationResult {}

        record NotFound() implements PublicationResult {}

        /** Begun or cancelled. */
        record SlotOver() implements PublicationResult {}
    }

    /** Closes a slot for good and cancels everybody in it. Asked again, it is the same job. */
    public record Cancel(Actor actor, UUID slotId, String reason) {}

    /**
     * Moves a slot with everybody in it.
     *
     * @param segments when it takes place from now on
     * @param locationId of the same organisation; null: where it was
     */
    public record Move(
            Actor actor,
            UUID slotId,
            List<Slot.Segment> segments,
            @Nullable String locationId,
            String reason) {
        public Move {
            segments = List.copyOf(segments);
        }
    }

    /**
     * Cancels all slots of an organisation that begin on a day and have not begun.
     *
     * @param day in each location's own zone
     */
    public record CancelDay(Actor actor, String organisation, LocalDate day, String reason) {}

    /** The answer to what becomes a job. */
    public sealed interface JobResult {
        record Begun(Job job) implements JobResult {}

        record NotFound() implements JobResult {}

        /** Begun or cancelled. */
        record SlotOver() implements JobResult {}

        record Invalid(List<FieldProblem> problems) implements JobResult {}
    }

    /** One job. */
    public record FindJob(Actor actor, UUID jobId) {}

    /** The answer to {@link FindJob}. */
    public sealed interface FindJobResult {
        record Found(Job job) implements FindJobResult {}

        record NotFound() implements FindJobResult {}
    }

    /**
     * The jobs of the organisations for which the actor works, newest first.
     *
     * @param limit 1 to 100
     */
    public record ListJobs(Actor actor, int limit, @Nullable String cursor) {}

    /** The answer to {@link ListJobs}. */
    public sealed interface ListJobsResult {
        record Found(Page<Job> page) implements ListJobsResult {}

        record BadCursor() implements ListJobsResult {}
    }
}
