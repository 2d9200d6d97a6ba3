package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.creneau.access.Actor;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.planning.Author;
import org.creneau.planning.OfferEdits;
import org.creneau.planning.OfferEdits.Kind;
import org.creneau.planning.OfferEdits.Result;

/** What is offered, by whom and where, for those who change it: in both languages, with its version. */
final class OfferEditRoutes {

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<Result> outcomes;

    OfferEditRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        this.outcomes = Outcomes.of(Result.class)
                .on(Result.Found.class, (result, call) -> reply(200, result.content(), call))
                .on(Result.Created.class, (result, call) -> reply(201, result.content(), call))
                .on(Result.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(Result.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(Result.Stale.class, (result, call) -> problems.of(ProblemCode.CHANGED_MEANWHILE, call.lang()))
                .build();
    }

    private static Reply reply(int status, JsonObject content, Call call) {
        return Versions.tagged(Reply.personal(status, content.toBuffer(), call.lang()), content.getInteger("version"));
    }

    Map<String, OperationHandler> handlers() {
        return Map.ofEntries(
                Map.entry("listEditedAppointmentTypes", call -> list(call, Kind.APPOINTMENT_TYPE)),
                Map.entry("getEditedAppointmentType", call -> show(call, Kind.APPOINTMENT_TYPE, "appointmentTypeId")),
                Map.entry("setAppointmentType", call -> put(call, Kind.APPOINTMENT_TYPE, "appointmentTypeId")),
                Map.entry("listEditedOrganisations", call -> list(call, Kind.ORGANISATION)),
                Map.entry("getEditedOrganisation", call -> show(call, Kind.ORGANISATION, "organisationId")),
                Map.entry("setOrganisation", call -> put(call, Kind.ORGANISATION, "organisationId")),
                Map.entry("listEditedLocations", call -> list(call, Kind.LOCATION)),
                Map.entry("getEditedLocation", call -> show(call, Kind.LOCATION, "locationId")),
                Map.entry("setLocation", call -> put(call, Kind.LOCATION, "locationId")),
                Map.entry("listEditedCities", call -> list(call, Kind.CITY)),
                Map.entry("getEditedCity", call -> show(call, Kind.CITY, "cityId")),
                Map.entry("setCity", call -> put(call, Kind.CITY, "cityId")));
    }

    private static Author author(Call call) {
        return new Author.Manager((Actor.Staff) call.actor());
    }

    private Future<Reply> list(Call call, Kind kind) {
        String after = call.text("cursor");
        if (after != null && !Slugs.isOne(after)) {
            return Future.succeededFuture(problems.validation("?cursor", "invalid-cursor", call.lang()));
        }
        OfferEdits.ListAll command = new OfferEdits.ListAll(author(call), kind, call.whole("limit"), after);
        return requests.ask(OfferEdits.LIST, command)
                .map(page -> Reply.personal(
                        200,
                        PageJson.write(page, (json, content) -> json.appendBuffer(content.toBuffer())),
                        call.lang()));
    }

    private Future<Reply> show(Call call, Kind kind, String parameter) {
        String id = call.path(parameter);
        if (!Slugs.isOne(id)) {
            return requests.notFound(call);
        }
        OfferEdits.Show command = new OfferEdits.Show(author(call), kind, id);
        return requests.send(call, OfferEdits.SHOW, command, outcomes);
    }

    private Future<Reply> put(Call call, Kind kind, String parameter) {
        String id = call.path(parameter);
        if (!Slugs.isOne(id)) {
            return requests.notFound(call);
        }
        OfferEdits.Put command = new OfferEdits.Put(author(call), kind, id, call.body(), Versions.seen(call));
        return requests.send(call, OfferEdits.PUT, command, outcomes);
    }
}
