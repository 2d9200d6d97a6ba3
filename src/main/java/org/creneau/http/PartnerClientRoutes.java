package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.access.Actor;
import org.creneau.client.ClientFiles.Section;
import org.creneau.client.Form;
import org.creneau.client.Introductions;
import org.creneau.core.Address;
import org.creneau.core.Ids;
import org.creneau.partner.PartnerClients;

/** People and their files, for partners' systems (guide 2.5, 4.9). */
final class PartnerClientRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final PartnerClientOutcomes outcomes;

    PartnerClientRoutes(Vertx vertx, long timeoutMillis, Problems problems) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
        this.outcomes = new PartnerClientOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "registerPartnerClient", this::register,
                "recordPartnerConsent", this::present,
                "getPartnerClient", call -> about(call, id -> show(call, id)),
                "changePartnerClientStatus", call -> about(call, id -> change(call, id, Section.STATUS)),
                "changePartnerClientContact", call -> about(call, id -> change(call, id, Section.CONTACT)),
                "changePartnerClientComplementary", call -> about(call, id -> change(call, id, Section.COMPLEMENTARY)),
                "printPartnerLetter", call -> about(call, id -> print(call, id)));
    }

    private Future<Reply> register(Call call) {
        Introductions.Introduce command = new Introductions.Introduce(
                system(call),
                Objects.requireNonNull(call.text("Idempotency-Key")),
                Form.of(call.body()),
                call.body().getString("language"));
        return send(call, Introductions.INTRODUCE, command, outcomes.introduced);
    }

    private Future<Reply> present(Call call) {
        Introductions.Present command = new Introductions.Present(
                system(call),
                call.body().getString("clientNumber"),
                LocalDate.parse(call.body().getString("birthDate")));
        return send(call, Introductions.PRESENT, command, outcomes.presented);
    }

    private Future<Reply> show(Call call, UUID id) {
        return send(call, PartnerClients.SHOW, new PartnerClients.Show(system(call), id), outcomes.shown);
    }

    private Future<Reply> change(Call call, UUID id, Section section) {
        PartnerClients.Change command = new PartnerClients.Change(
                system(call), id, section, call.body(), RegistrationRoutes.version(call.text("If-Match")));
        return send(call, PartnerClients.CHANGE, command, outcomes.changed);
    }

    private Future<Reply> print(Call call, UUID id) {
        return send(
                call, PartnerClients.PRINT_LETTER, new PartnerClients.PrintLetter(system(call), id), outcomes.printed);
    }

    private Future<Reply> about(Call call, Function<UUID, Future<Reply>> what) {
        return Ids.parse(call.path("clientId"))
                .map(what)
                .orElseGet(() -> Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang())));
    }

    /** The contract lets in partners' systems only. */
    private static Actor.Partner system(Call call) {
        return (Actor.Partner) call.actor();
    }

    private <C, R> Future<Reply> send(Call call, Address<C, R> address, C command, Outcomes<R> outcome) {
        return address.request(vertx, command, timeoutMillis).map(result -> outcome.reply(result, call));
    }
}
