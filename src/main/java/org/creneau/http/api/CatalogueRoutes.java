package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.core.Page;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;

/** What is offered, by whom and where; all from memory. */
final class CatalogueRoutes {

    private final CatalogueSource catalogue;
    private final OrganisationSearch organisations;
    private final Problems problems;
    private final Outcomes<OrganisationSearch.Result> found;

    CatalogueRoutes(CatalogueSource catalogue, OrganisationSearch organisations, Problems problems) {
        this.catalogue = catalogue;
        this.organisations = organisations;
        this.problems = problems;
        this.found = Outcomes.of(OrganisationSearch.Result.class)
                .on(
                        OrganisationSearch.Result.Found.class,
                        (result, call) -> page(
                                result.matches(),
                                match -> CatalogueJson.Organisation.of(
                                        match, call.lang().locale()),
                                call))
                .on(
                        OrganisationSearch.Result.UnknownPostalCode.class,
                        (result, call) -> problems.validation("?near", "unknown-postal-code", call.lang()))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listAppointmentTypes", this::types,
                "getAppointmentType", this::type,
                "listOrganisations", this::organisations);
    }

    private Future<Reply> types(Call call) {
        Catalogue now = catalogue.current();
        return Future.succeededFuture(page(
                List.copyOf(now.types().values()),
                type -> CatalogueJson.AppointmentType.of(type, now, call.lang().locale()),
                call));
    }

    private Future<Reply> type(Call call) {
        Catalogue now = catalogue.current();
        AppointmentType type = now.types().get(call.path("appointmentTypeId"));
        return Future.succeededFuture(
                type == null
                        ? problems.of(ProblemCode.NOT_FOUND, call.lang())
                        : Reply.json(
                                200,
                                CatalogueJson.AppointmentType.of(
                                        type, now, call.lang().locale()),
                                Caching.CATALOGUE,
                                call.lang()));
    }

    private Future<Reply> organisations(Call call) {
        return organisations
                .search(new OrganisationSearch.Query(call.text("type"), call.text("city"), call.text("near")))
                .map(result -> found.reply(result, call));
    }

    private <S, T> Reply page(List<S> all, Function<S, T> json, Call call) {
        Optional<Page<S>> page = PageJson.cut(all, call.whole("limit"), call.text("cursor"));
        return page.map(items -> Reply.json(200, PageJson.of(items, json), Caching.CATALOGUE, call.lang()))
                .orElseGet(() -> problems.validation("?cursor", "invalid-cursor", call.lang()));
    }
}
