package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.partner.PartnerSystems;
import org.creneau.partner.PartnerSystems.Author;

/** Partners' systems, their secrets and keys, for managers of the ministry. */
final class PartnerSystemRoutes {

    private final Requests requests;
    private final PartnerSystemOutcomes outcomes;

    PartnerSystemRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.outcomes = new PartnerSystemOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listPartners", this::list,
                "createPartner", this::add,
                "createPartnerSecret", call -> requests.withId(call, "partnerId", id -> addSecret(call, id)),
                "revokePartnerSecret", call -> requests.withId(call, "partnerId", id -> revoke(call, id)),
                "disablePartner", call -> requests.withId(call, "partnerId", id -> disable(call, id)));
    }

    private Future<Reply> list(Call call) {
        PartnerSystems.ListSystems command =
                new PartnerSystems.ListSystems(call.text("organisation"), call.whole("limit"), call.text("cursor"));
        return requests.send(call, PartnerSystems.LIST, command, outcomes.listed);
    }

    private Future<Reply> add(Call call) {
        JsonObject body = call.body();
        PartnerSystems.Add command = new PartnerSystems.Add(
                author(call),
                body.getString("organisation"),
                body.getString("name"),
                scopes(body.getJsonArray("scopes")),
                body.getString("publicKey"));
        return requests.send(call, PartnerSystems.ADD, command, outcomes.added);
    }

    private static Set<Scope> scopes(JsonArray names) {
        return names.stream()
                .map(name -> Scope.of(name.toString()).orElseThrow())
                .collect(Collectors.toSet());
    }

    private Future<Reply> addSecret(Call call, UUID id) {
        JsonObject body = call.body();
        PartnerSystems.AddSecret command = new PartnerSystems.AddSecret(
                author(call),
                id,
                body.getString("publicKey"),
                body.getInteger("overlapMinutes", PartnerSystems.DEFAULT_OVERLAP_MINUTES));
        return requests.send(call, PartnerSystems.ADD_SECRET, command, outcomes.secretAdded);
    }

    private Future<Reply> revoke(Call call, UUID id) {
        return requests.withId(
                call,
                "secretId",
                secret -> requests.send(
                        call,
                        PartnerSystems.REVOKE_SECRET,
                        new PartnerSystems.RevokeSecret(author(call), id, secret),
                        outcomes.changed));
    }

    private Future<Reply> disable(Call call, UUID id) {
        return requests.send(
                call, PartnerSystems.DISABLE, new PartnerSystems.Disable(author(call), id), outcomes.changed);
    }

    /** The contract lets in employees only. */
    private static Author author(Call call) {
        return new Author.Employee((Actor.Staff) call.actor());
    }
}
