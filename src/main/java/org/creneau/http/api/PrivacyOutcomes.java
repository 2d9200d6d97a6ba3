package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.privacy.PersonalData.AccessLogResult;
import org.creneau.privacy.PersonalData.EraseResult;
import org.creneau.privacy.PersonalData.ExportResult;

/** What the results of privacy commands mean in HTTP. */
final class PrivacyOutcomes {

    /** Browsers keep the document instead of showing it. */
    private static final CharSequence DISPOSITION = HttpHeaders.createOptimized("Content-Disposition");

    private static final CharSequence FILE = HttpHeaders.createOptimized("attachment; filename=\"creneau-data.json\"");

    final Outcomes<ExportResult> exported;
    final Outcomes<EraseResult> erased;
    final Outcomes<AccessLogResult> accesses;

    PrivacyOutcomes(Problems problems) {
        exported = Outcomes.of(ExportResult.class)
                .on(
                        ExportResult.Exported.class,
                        (result, call) ->
                                Reply.personal(200, result.json(), call.lang()).with(DISPOSITION, FILE))
                .on(ExportResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
        erased = Outcomes.of(EraseResult.class)
                .on(
                        EraseResult.Accepted.class,
                        (result, call) -> Reply.personal(200, PrivacyJson.Erasure.of(result), call.lang()))
                .on(
                        EraseResult.BadCredentials.class,
                        (result, call) -> problems.of(ProblemCode.BAD_CREDENTIALS, call.lang()))
                .on(
                        EraseResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .on(EraseResult.LastManager.class, (result, call) -> problems.of(ProblemCode.LAST_MANAGER, call.lang()))
                .build();
        accesses = Outcomes.of(AccessLogResult.class)
                .on(
                        AccessLogResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), PrivacyJson.Access::of), call.lang()))
                .on(
                        AccessLogResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
    }
}
