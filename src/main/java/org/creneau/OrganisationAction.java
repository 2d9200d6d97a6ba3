package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import org.creneau.audit.AuditLog;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.CatalogueStore;
import org.creneau.core.FieldProblem;
import org.creneau.http.Contract;
import org.creneau.http.api.Slugs;
import org.creneau.planning.Author;
import org.creneau.planning.OfferEditService;
import org.creneau.planning.OfferEdits;
import org.creneau.planning.OfferEdits.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What {@code organisation} does, by the rules of {@code PUT /staff/organisations/{organisationId}}: those of its body, and
 * those of the service behind it.
 */
record OrganisationAction(Contract contract, OfferEditService edits) {

    private static final Author OPERATOR = new Author.Operator();
    private static final int PAGE = 100;
    private static final long CATALOGUE_REFRESH_MILLIS = 30_000;

    /** Everything ends with the Vert.x. */
    static Future<OrganisationAction> start(Vertx vertx, Pool pool) {
        CatalogueLoader catalogue = new CatalogueLoader(new CatalogueStore(pool), CATALOGUE_REFRESH_MILLIS);
        return vertx.deployVerticle(catalogue)
                .compose(known -> Contract.load(vertx))
                .map(contract ->
                        new OrganisationAction(contract, OfferEditService.of(pool, new AuditLog(pool), catalogue)));
    }

    /** @param content as the contract has it */
    Future<Outcome> add(String id, JsonObject content) {
        if (!Slugs.isOne(id)) {
            return Future.succeededFuture(Outcome.refused(
                    "an id is up to 64 lower-case letters and digits, with single hyphens between them"));
        }
        List<FieldProblem> problems = contract.problems("setOrganisation", content);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(problems));
        }
        return edits.put(new OfferEdits.Put(OPERATOR, Kind.ORGANISATION, id, content, null))
                .map(OrganisationAction::outcome);
    }

    private static Outcome outcome(OfferEdits.Result result) {
        if (result instanceof OfferEdits.Result.Created created) {
            return Outcome.of(List.of(line(created.content())));
        }
        return result instanceof OfferEdits.Result.Invalid invalid
                ? Outcome.refused(invalid.problems())
                : Outcome.refused("there is an organisation of this id already");
    }

    Future<Outcome> list() {
        return list(null, new ArrayList<>());
    }

    private Future<Outcome> list(@Nullable String after, List<String> lines) {
        return edits.list(new OfferEdits.ListAll(OPERATOR, Kind.ORGANISATION, PAGE, after))
                .compose(page -> {
                    page.items().forEach(content -> lines.add(line(content)));
                    String next = page.nextCursor();
                    return next == null ? Future.succeededFuture(Outcome.of(lines)) : list(next, lines);
                });
    }

    private static String line(JsonObject content) {
        return content.getString("id") + " " + content.getString("kind");
    }
}
