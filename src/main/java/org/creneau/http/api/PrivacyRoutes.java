package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.Map;
import org.creneau.http.Call;
import org.creneau.http.ClientAddress;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.privacy.PersonalData;

/** What is held about a client. */
final class PrivacyRoutes {

    private final Requests requests;
    private final PrivacyOutcomes outcomes;
    private final ClientAddress addresses;

    PrivacyRoutes(Requests requests, Problems problems, ClientAddress addresses) {
        this.requests = requests;
        this.outcomes = new PrivacyOutcomes(problems);
        this.addresses = addresses;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "exportMyData", this::export,
                "eraseMe", this::erase,
                "listMyAccesses", this::accesses);
    }

    private Future<Reply> export(Call call) {
        return requests.send(call, PersonalData.EXPORT, new PersonalData.Export(call.clientId()), outcomes.exported);
    }

    private Future<Reply> erase(Call call) {
        PersonalData.Erase command = new PersonalData.Erase(
                call.principal(), call.body().getString("currentPassword"), addresses.of(call.request()));
        return requests.send(call, PersonalData.ERASE, command, outcomes.erased);
    }

    private Future<Reply> accesses(Call call) {
        PersonalData.AccessLog command =
                new PersonalData.AccessLog(call.clientId(), call.whole("limit"), call.text("cursor"));
        return requests.send(call, PersonalData.ACCESS_LOG, command, outcomes.accesses);
    }
}
