package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import org.creneau.change.Changes.CapacityResult;
import org.creneau.change.Changes.FindJobResult;
import org.creneau.change.Changes.JobResult;
import org.creneau.change.Changes.ListJobsResult;
import org.creneau.change.Changes.PublicationResult;
import org.creneau.http.Contract;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of changes of slots mean in HTTP. */
final class ChangeOutcomes {

    final Outcomes<CapacityResult> capacity;
    final Outcomes<PublicationResult> publication;
    final Outcomes<JobResult> begun;
    final Outcomes<FindJobResult> found;
    final Outcomes<ListJobsResult> listed;

    ChangeOutcomes(Problems problems) {
        capacity = Outcomes.of(CapacityResult.class)
                .on(
                        CapacityResult.Set.class,
                        (result, call) -> Reply.personal(200, ChangeJson.Capacity.of(result), call.lang()))
                .on(CapacityResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(CapacityResult.SlotOver.class, (result, call) -> problems.of(ProblemCode.SLOT_CLOSED, call.lang()))
                .build();
        publication = Outcomes.of(PublicationResult.class)
                .on(
                        PublicationResult.Now.class,
                        (result, call) -> Reply.personal(200, ChangeJson.Publication.of(result), call.lang()))
                .on(PublicationResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        PublicationResult.SlotOver.class,
                        (result, call) -> problems.of(ProblemCode.SLOT_CLOSED, call.lang()))
                .build();
        begun = Outcomes.of(JobResult.class)
                .on(
                        JobResult.Begun.class,
                        (result, call) -> Reply.personal(202, ChangeJson.Job.of(result.job()), call.lang())
                                .with(
                                        HttpHeaders.LOCATION,
                                        Contract.BASE_PATH + "/staff/jobs/"
                                                + result.job().id()))
                .on(JobResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(JobResult.SlotOver.class, (result, call) -> problems.of(ProblemCode.SLOT_CLOSED, call.lang()))
                .on(JobResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .build();
        found = Outcomes.of(FindJobResult.class)
                .on(
                        FindJobResult.Found.class,
                        (result, call) -> Reply.personal(200, ChangeJson.Job.of(result.job()), call.lang()))
                .on(FindJobResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
        listed = Outcomes.of(ListJobsResult.class)
                .on(
                        ListJobsResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), ChangeJson.Job::of), call.lang()))
                .on(
                        ListJobsResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
    }
}
