package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import org.creneau.client.ClientFiles;
import org.creneau.client.ClientFiles.Section;
import org.creneau.client.Complementary;
import org.creneau.client.Consent;
import org.creneau.client.Contact;
import org.creneau.client.Form;
import org.creneau.client.Identity;
import org.creneau.client.ImmigrationStatus;
import org.creneau.client.Part;
import org.creneau.client.Registrations;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.jspecify.annotations.Nullable;

/** The registration, in steps or at once (guide 4.4 to 4.11), and changes of the file (5.3.1, 5.3.5, 6.3). */
final class RegistrationRoutes {

    private final Requests requests;
    private final FileOutcomes files;
    private final RegistrationOutcomes outcomes;

    RegistrationRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.files = new FileOutcomes(problems, FileOutcomes.Reader.CLIENT);
        this.outcomes = new RegistrationOutcomes(problems, files);
    }

    Map<String, OperationHandler> handlers() {
        return Map.ofEntries(
                Map.entry("getRegistration", call -> show(call, outcomes.shown)),
                Map.entry("getRegistrationDraft", call -> show(call, outcomes.reviewed)),
                Map.entry("register", this::register),
                Map.entry("confirmRegistration", this::confirm),
                Map.entry("setDraftStatus", call -> save(call, ImmigrationStatus::of)),
                Map.entry("setDraftIdentity", call -> save(call, Identity::of)),
                Map.entry("setDraftContact", call -> save(call, Contact::of)),
                Map.entry("setDraftComplementary", call -> save(call, Complementary::of)),
                Map.entry("setDraftDeclaration", call -> save(call, Consent::of)),
                Map.entry("updateStatus", call -> change(call, Section.STATUS)),
                Map.entry("updateContact", call -> change(call, Section.CONTACT)),
                Map.entry("updateComplementary", call -> change(call, Section.COMPLEMENTARY)));
    }

    private Future<Reply> show(Call call, Outcomes<Registrations.ShowResult> shown) {
        return requests.send(call, Registrations.SHOW, new Registrations.Show(call.clientId()), shown);
    }

    private Future<Reply> register(Call call) {
        Registrations.Register command = new Registrations.Register(
                call.clientId(), Form.of(call.body()), call.lang().tag());
        return requests.send(call, Registrations.REGISTER, command, outcomes.registered);
    }

    private Future<Reply> confirm(Call call) {
        Registrations.Confirm command =
                new Registrations.Confirm(call.clientId(), call.lang().tag());
        return requests.send(call, Registrations.CONFIRM, command, outcomes.registered);
    }

    private Future<Reply> save(Call call, Function<JsonObject, Part> reader) {
        return requests.send(
                call,
                Registrations.SAVE,
                new Registrations.Save(call.clientId(), reader.apply(call.body())),
                outcomes.saved);
    }

    private Future<Reply> change(Call call, Section section) {
        ClientFiles.Change command = new ClientFiles.Change(
                call.actor(), call.clientId(), section, call.body(), version(call.text("If-Match")));
        return requests.send(call, ClientFiles.CHANGE, command, files.changed);
    }

    static @Nullable Integer version(@Nullable String tag) {
        return tag == null ? null : Integer.valueOf(tag.substring(1, tag.length() - 1));
    }
}
