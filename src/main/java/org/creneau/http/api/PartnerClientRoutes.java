package org.creneau.http.api;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.client.ClientFiles;
import org.creneau.client.ClientFiles.Section;
import org.creneau.client.Form;
import org.creneau.client.Introductions;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.partner.PartnerClients;

/** People and their files, for partners' systems (guide 2.5, 4.9); and consents that employees of theirs record. */
final class PartnerClientRoutes {

    private final Requests requests;
    private final FileOutcomes files;
    private final PartnerClientOutcomes outcomes;

    PartnerClientRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.files = new FileOutcomes(problems, FileOutcomes.Reader.PARTNER);
        this.outcomes = new PartnerClientOutcomes(problems, files);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "registerPartnerClient", this::register,
                "recordPartnerConsent", this::present,
                "recordClientConsent", this::present,
                "getPartnerClient", call -> requests.withId(call, "clientId", id -> show(call, id)),
                "updatePartnerClientStatus",
                        call -> requests.withId(call, "clientId", id -> change(call, id, Section.STATUS)),
                "updatePartnerClientContact",
                        call -> requests.withId(call, "clientId", id -> change(call, id, Section.CONTACT)),
                "updatePartnerClientComplementary",
                        call -> requests.withId(call, "clientId", id -> change(call, id, Section.COMPLEMENTARY)),
                "printPartnerLetter", call -> requests.withId(call, "clientId", id -> print(call, id)));
    }

    private Future<Reply> register(Call call) {
        Introductions.Introduce command = new Introductions.Introduce(
                system(call),
                Objects.requireNonNull(call.text("Idempotency-Key")),
                Form.of(call.body()),
                call.body().getString("language"));
        return requests.send(call, Introductions.INTRODUCE, command, outcomes.introduced);
    }

    private Future<Reply> present(Call call) {
        Introductions.Present command = new Introductions.Present(
                call.actor(),
                call.body().getString("clientNumber"),
                LocalDate.parse(call.body().getString("birthDate")));
        return requests.send(call, Introductions.PRESENT, command, outcomes.presented);
    }

    private Future<Reply> show(Call call, UUID id) {
        return requests.send(call, PartnerClients.VIEW, new ClientFiles.View(system(call), id), files.viewed);
    }

    private Future<Reply> change(Call call, UUID id, Section section) {
        ClientFiles.Change command = new ClientFiles.Change(
                system(call), id, section, call.body(), RegistrationRoutes.version(call.text("If-Match")));
        return requests.send(call, PartnerClients.CHANGE, command, files.changed);
    }

    private Future<Reply> print(Call call, UUID id) {
        return requests.send(
                call, PartnerClients.PRINT_LETTER, new PartnerClients.PrintLetter(system(call), id), outcomes.printed);
    }

    /** The contract lets in partners' systems only. */
    private static Actor.Partner system(Call call) {
        return (Actor.Partner) call.actor();
    }
}
