package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.creneau.core.Address;
import org.creneau.privacy.PersonalData;

/** What is held about a client. */
final class PrivacyRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final PrivacyOutcomes outcomes;
    private final ClientAddress addresses;

    PrivacyRoutes(Vertx vertx, long timeoutMillis, Problems problems, ClientAddress addresses) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.outcomes = new PrivacyOutcomes(problems);
        this.addresses = addresses;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "exportMyData", this::export,
                "eraseMe", this::erase,
                "listMyAccesses", this::accesses);
    }

    private <C, R> Future<R> send(Address<C, R> address, C command) {
        return address.request(vertx, command, timeoutMillis);
    }

    private Future<Reply> export(Call call) {
        return send(PersonalData.EXPORT, new PersonalData.Export(call.clientId()))
                .map(result -> outcomes.exported.reply(result, call));
    }

    private Future<Reply> erase(Call call) {
        PersonalData.Erase command = new PersonalData.Erase(
                call.principal(),
                call.body().getString("currentPassword"),
                addresses.of(call.context().request()));
        return send(PersonalData.ERASE, command).map(result -> outcomes.erased.reply(result, call));
    }

    private Future<Reply> accesses(Call call) {
        PersonalData.AccessLog command =
                new PersonalData.AccessLog(call.clientId(), call.whole("limit"), call.text("cursor"));
        return send(PersonalData.ACCESS_LOG, command).map(result -> outcomes.accesses.reply(result, call));
    }
}
