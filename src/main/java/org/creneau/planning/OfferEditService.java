package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.creneau.audit.AuditLog;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.core.FieldProblem;
import org.creneau.core.MinistryTime;
import org.creneau.core.Page;
import org.creneau.core.Sql;
import org.creneau.planning.OfferEdits.Kind;
import org.creneau.planning.OfferEdits.ListAll;
import org.creneau.planning.OfferEdits.Put;
import org.creneau.planning.OfferEdits.Result;
import org.creneau.planning.OfferEdits.Show;

/** Changes of types, organisations, locations and towns. This node knows them at once, the others within half a minute. */
public final class OfferEditService {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private final CatalogueLoader catalogue;
    private final OfferEditStore store;

    OfferEditService(CatalogueLoader catalogue, OfferEditStore store) {
        this.catalogue = catalogue;
        this.store = store;
    }

    /** @param catalogue deployed, and kept by the caller */
    public static OfferEditService of(Pool pool, AuditLog auditLog, CatalogueLoader catalogue) {
        return new OfferEditService(catalogue, new OfferEditStore(new Sql(pool), auditLog));
    }

    public Future<Page<JsonObject>> list(ListAll command) {
        Optional<String> only = command.kind() == Kind.LOCATION ? command.by().onlyFor() : Optional.empty();
        return store.list(command.kind(), only.orElse(null), command.limit() + 1, command.after())
                .map(found -> Page.cut(found, command.limit(), content -> content.getString("id")));
    }

    Future<Result> show(Show command) {
        return own(command.by(), command.kind(), command.id())
                .map(found -> found.<Result>map(Result.Found::new).orElseGet(Result.NotFound::new));
    }

    public Future<Result> put(Put command) {
        if (command.version() == null) {
            return write(command, Optional.empty());
        }
        return own(command.by(), command.kind(), command.id())
                .compose(before ->
                        before.isPresent() ? write(command, before) : Future.succeededFuture(new Result.NotFound()));
    }

    private Future<Optional<JsonObject>> own(Author by, Kind kind, String id) {
        return store.find(kind, id)
                .map(found -> found.filter(
                        content -> kind != Kind.LOCATION || by.worksFor(content.getString("organisation"))));
    }

    private Future<Result> write(Put command, Optional<JsonObject> before) {
        // Read again, because another node may have made what this refers to.
        return catalogue.refresh().compose(read -> problems(command, before)).compose(problems -> {
            if (!problems.isEmpty()) {
                return Future.succeededFuture(new Result.Invalid(problems));
            }
            return store.put(command.by(), command.kind(), command.id(), command.content(), command.version())
                    .compose(written -> written ? written(command) : Future.succeededFuture(new Result.Stale()));
        });
    }

    private Future<Result> written(Put command) {
        return catalogue
                .refresh()
                .transform(read -> store.find(command.kind(), command.id()))
                .map(found -> command.version() == null
                        ? new Result.Created(found.orElseThrow())
                        : new Result.Found(found.orElseThrow()));
    }

    private Future<List<FieldProblem>> problems(Put command, Optional<JsonObject> before) {
        Catalogue now = catalogue.current();
        return switch (command.kind()) {
            case APPOINTMENT_TYPE -> typeProblems(command, now);
            case ORGANISATION -> Future.succeededFuture(organisationProblems(command.content(), before));
            case LOCATION -> Future.succeededFuture(locationProblems(command, before, now));
            case CITY -> Future.succeededFuture(List.of());
        };
    }

    private static List<FieldProblem> organisationProblems(JsonObject content, Optional<JsonObject> before) {
        // Whether its employees are the ministry's stands in their tokens.
        return before.filter(was -> !was.getString("kind").equals(content.getString("kind")))
                .map(was -> List.of(new FieldProblem("/kind", "not-changeable")))
                .orElseGet(List::of);
    }

    private static List<FieldProblem> locationProblems(Put command, Optional<JsonObject> before, Catalogue now) {
        JsonObject content = command.content();
        String organisation = content.getString("organisation");
        List<FieldProblem> problems = new ArrayList<>();
        if (!now.organisations().containsKey(organisation) || !command.by().worksFor(organisation)) {
            problems.add(new FieldProblem("/organisation", "organisation-unknown"));
        } else if (before.isPresent() && !before.get().getString("organisation").equals(organisation)) {
            problems.add(new FieldProblem("/organisation", "not-changeable"));
        }
        if (!now.cities().containsKey(content.getString("city"))) {
            problems.add(new FieldProblem("/city", "town-unknown"));
        }
        if (!ZONES.contains(content.getString("zone", MinistryTime.ZONE_NAME))) {
            problems.add(new FieldProblem("/zone", "zone-unknown"));
        }
        return problems;
    }

    private Future<List<FieldProblem>> typeProblems(Put command, Catalogue now) {
        JsonObject content = command.content();
        List<FieldProblem> problems = new ArrayList<>();
        JsonArray organisations = content.getJsonArray("organisations");
        for (int i = 0; i < organisations.size(); i++) {
            if (!now.organisations().containsKey(organisations.getString(i))) {
                problems.add(new FieldProblem("/organisations/" + i, "organisation-unknown"));
            }
        }
        JsonArray rules = content.getJsonArray("eligibility", new JsonArray());
        return store.statuses(statuses(rules))
                .compose(known -> {
                    for (int i = 0; i < rules.size(); i++) {
                        unknown(rules.getJsonObject(i), "/eligibility/" + i, known, problems);
                    }
                    return store.offering(command.id());
                })
                .map(offering -> {
                    // Slots of it are published: they would be of a type that their organisation does not offer.
                    if (!Set.copyOf(organisations.stream().toList()).containsAll(offering)) {
                        problems.add(new FieldProblem("/organisations", "offer-in-use"));
                    }
                    return problems;
                });
    }

    private static Set<String> statuses(JsonArray rules) {
        Set<String> all = new HashSet<>();
        for (Object rule : rules) {
            ((JsonObject) rule).getJsonArray("statuses").forEach(status -> all.add((String) status));
        }
        return all;
    }

    private static void unknown(JsonObject rule, String at, Set<String> known, List<FieldProblem> problems) {
        JsonArray statuses = rule.getJsonArray("statuses");
        for (int i = 0; i < statuses.size(); i++) {
            if (!known.contains(statuses.getString(i))) {
                problems.add(new FieldProblem(at + "/statuses/" + i, "status-unknown"));
            }
        }
    }
}
