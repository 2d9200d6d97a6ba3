package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.client.MyOffers;
import org.creneau.client.MyOffers.OrganisationsResult;
import org.creneau.client.MyOffers.TownsResult;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.http.api.CatalogueJson.Named;

/** What is offered to the client, from type to organisation (guide 5.3.2). */
final class MyOfferRoutes {

    private final Requests requests;
    private final CatalogueSource catalogue;
    private final Problems problems;
    private final Outcomes<TownsResult> towns;
    private final Outcomes<OrganisationsResult> organisations;

    MyOfferRoutes(Requests requests, CatalogueSource catalogue, Problems problems) {
        this.requests = requests;
        this.catalogue = catalogue;
        this.problems = problems;
        towns = Outcomes.of(TownsResult.class)
                .on(
                        TownsResult.Found.class,
                        (result, call) -> page(
                                result.towns(),
                                town -> Named.of(town, call.lang().locale()),
                                call))
                .on(TownsResult.NotOffered.class, this::notFound)
                .build();
        organisations = Outcomes.of(OrganisationsResult.class)
                .on(
                        OrganisationsResult.Found.class,
                        (result, call) -> page(
                                result.matches(),
                                match -> CatalogueJson.Organisation.of(
                                        match, call.lang().locale()),
                                call))
                .on(OrganisationsResult.NotOffered.class, this::notFound)
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listMyAppointmentTypes", this::types,
                "listMyTowns", this::towns,
                "listMyOrganisations", this::organisations);
    }

    private Future<Reply> types(Call call) {
        Catalogue now = catalogue.current();
        return requests.ask(MyOffers.TYPES, new MyOffers.Types(call.clientId()))
                .map(types -> page(
                        types,
                        type -> CatalogueJson.AppointmentType.of(
                                type, now, call.lang().locale()),
                        call));
    }

    private Future<Reply> towns(Call call) {
        if (isUnknown(call)) {
            return requests.notFound(call);
        }
        return requests.send(
                call, MyOffers.TOWNS, new MyOffers.Towns(call.clientId(), call.path("appointmentTypeId")), towns);
    }

    private Future<Reply> organisations(Call call) {
        if (isUnknown(call)) {
            return requests.notFound(call);
        }
        MyOffers.Organisations command =
                new MyOffers.Organisations(call.clientId(), call.path("appointmentTypeId"), call.text("city"));
        return requests.send(call, MyOffers.ORGANISATIONS, command, organisations);
    }

    private boolean isUnknown(Call call) {
        return !catalogue.current().types().containsKey(call.path("appointmentTypeId"));
    }

    private Reply notFound(Object result, Call call) {
        return problems.of(ProblemCode.NOT_FOUND, call.lang());
    }

    private <S, T> Reply page(List<S> all, Function<S, T> json, Call call) {
        return PageJson.cut(all, call.whole("limit"), call.text("cursor"))
                .map(items -> Reply.personal(200, PageJson.of(items, json), call.lang()))
                .orElseGet(() -> problems.validation("?cursor", "invalid-cursor", call.lang()));
    }
}
