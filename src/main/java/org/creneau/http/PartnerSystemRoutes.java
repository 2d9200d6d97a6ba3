package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.core.Address;
import org.creneau.core.Ids;
import org.creneau.partner.PartnerSystems;
import org.creneau.partner.PartnerSystems.Author;

/** Partners' systems and their secrets, for managers of the ministry. */
final class PartnerSystemRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final PartnerSystemOutcomes outcomes;

    PartnerSystemRoutes(Vertx vertx, long timeoutMillis, Problems problems) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
        this.outcomes = new PartnerSystemOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listPartners", this::list,
                "addPartner", this::add,
                "addPartnerSecret", call -> about(call, id -> addSecret(call, id)),
                "revokePartnerSecret", call -> about(call, id -> revoke(call, id)),
                "disablePartner", call -> about(call, id -> disable(call, id)));
    }

    private Future<Reply> list(Call call) {
        PartnerSystems.ListSystems command =
                new PartnerSystems.ListSystems(call.text("organisation"), call.whole("limit"), call.text("cursor"));
        return send(call, PartnerSystems.LIST, command, outcomes.listed);
    }

    private Future<Reply> add(Call call) {
        JsonObject body = call.body();
        PartnerSystems.Add command = new PartnerSystems.Add(
                author(call),
                body.getString("organisation"),
                body.getString("name"),
                scopes(body.getJsonArray("scopes")));
        return send(call, PartnerSystems.ADD, command, outcomes.added);
    }

    private static Set<Scope> scopes(JsonArray names) {
        return names.stream()
                .map(name -> Scope.of(name.toString()).orElseThrow())
                .collect(Collectors.toSet());
    }

    private Future<Reply> addSecret(Call call, UUID id) {
        int overlap = call.body().getInteger("overlapMinutes", PartnerSystems.DEFAULT_OVERLAP_MINUTES);
        PartnerSystems.AddSecret command = new PartnerSystems.AddSecret(author(call), id, overlap);
        return send(call, PartnerSystems.ADD_SECRET, command, outcomes.secretAdded);
    }

    private Future<Reply> revoke(Call call, UUID id) {
        Optional<UUID> secret = Ids.parse(call.path("secretId"));
        return secret.isEmpty()
                ? Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang()))
                : send(
                        call,
                        PartnerSystems.REVOKE_SECRET,
                        new PartnerSystems.RevokeSecret(author(call), id, secret.get()),
                        outcomes.changed);
    }

    private Future<Reply> disable(Call call, UUID id) {
        return send(call, PartnerSystems.DISABLE, new PartnerSystems.Disable(author(call), id), outcomes.changed);
    }

    private Future<Reply> about(Call call, Function<UUID, Future<Reply>> what) {
        return Ids.parse(call.path("partnerId"))
                .map(what)
                .orElseGet(() -> Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang())));
    }

    /** The contract lets in employees only. */
    private static Author author(Call call) {
        return new Author.Employee((Actor.Staff) call.actor());
    }

    private <C, R> Future<Reply> send(Call call, Address<C, R> address, C command, Outcomes<R> outcome) {
        return address.request(vertx, command, timeoutMillis).map(result -> outcome.reply(result, call));
    }
}
