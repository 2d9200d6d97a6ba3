package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import org.creneau.client.ClientFile;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.client.Options;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What clients' files and changes of them are in HTTP. */
final class FileOutcomes {

    /** Who looks at a file. */
    enum Reader {
        /** The client, at the own file, of which there is one or not. */
        CLIENT,
        /** A partner's system, for whom the files of others are not there; the client's id comes with the file. */
        PARTNER
    }

    private final Reader reader;
    final Outcomes<ViewResult> viewed;
    final Outcomes<ChangeResult> changed;

    FileOutcomes(Problems problems, Reader reader) {
        this.reader = reader;
        ProblemCode missing = reader == Reader.CLIENT ? ProblemCode.NOT_REGISTERED : ProblemCode.NOT_FOUND;
        viewed = Outcomes.of(ViewResult.class)
                .on(ViewResult.Found.class, (result, call) -> file(200, result.file(), result.options(), call))
                .on(ViewResult.NotRegistered.class, (result, call) -> problems.of(missing, call.lang()))
                .build();
        changed = Outcomes.of(ChangeResult.class)
                .on(ChangeResult.Changed.class, (result, call) -> file(200, result.file(), result.options(), call))
                .on(ChangeResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(
                        ChangeResult.NotAdmissible.class,
                        (result, call) -> problems.of(ProblemCode.NOT_ADMISSIBLE, call.lang()))
                .on(ChangeResult.NotRegistered.class, (result, call) -> problems.of(missing, call.lang()))
                .on(ChangeResult.Stale.class, (result, call) -> problems.of(ProblemCode.FILE_CHANGED, call.lang()))
                .build();
    }

    Reply file(int status, ClientFile file, Options options, Call call) {
        JsonObject registration = RegistrationJson.of(file, options, call.lang().locale());
        JsonObject json = reader == Reader.CLIENT
                ? registration
                : new JsonObject().put("id", file.clientId().toString()).put("registration", registration);
        return Reply.personal(status, json.toBuffer(), call.lang())
                .with(HttpHeaders.ETAG, '"' + String.valueOf(file.version()) + '"');
    }
}
