package org.creneau.http;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.client.ClientFile;
import org.creneau.client.ClientFiles;
import org.creneau.client.Complementary;
import org.creneau.client.Contact;
import org.creneau.client.Identity;
import org.creneau.client.ImmigrationStatus;
import org.creneau.client.MyOffers;
import org.creneau.client.Options;
import org.creneau.client.Registrations;
import org.creneau.client.Registrations.Draft;
import org.creneau.client.Registrations.RegisterResult;
import org.creneau.client.Registrations.SaveResult;
import org.creneau.client.Registrations.ShowResult;
import org.creneau.core.Address;
import org.creneau.core.LocalText;

/** Stands where the clients' files are. */
final class FakeClients {

    private static final LocalText NAME = new LocalText("Résident permanent au Canada", "Permanent resident of Canada");

    static final Options OPTIONS = new Options(
            Map.of("resident-permanent", new Options.Status("resident-permanent", NAME, List.of(NAME), true, true)),
            Map.of(),
            Map.of(),
            new Options.Declaration("1", List.of(NAME), Instant.EPOCH));

    static final ClientFile FILE = new ClientFile(
            FakeFeatures.CLIENT,
            52184,
            3,
            new ImmigrationStatus("resident-permanent", LocalDate.of(2012, 9, 13)),
            new Identity(
                    "Brandford",
                    "Bernard",
                    LocalDate.of(1978, 5, 5),
                    "M",
                    null,
                    null,
                    "58200462",
                    "client@example.org"),
            new Contact(
                    "CA",
                    "600, 10e rue",
                    null,
                    null,
                    "quebec",
                    "QC",
                    "G1J 2N7",
                    "418 832-4444",
                    null,
                    null,
                    null,
                    null),
            new Complementary(true, null, null, null, null),
            "1",
            Instant.EPOCH,
            "fr",
            Instant.EPOCH,
            Instant.EPOCH);

    private FakeClients() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Draft draft = new Draft(new JsonObject().put("status", FILE.status().json()), Instant.EPOCH);
        Map<Address<?, ?>, Object> answers = Map.of(
                Registrations.LISTS, OPTIONS,
                Registrations.SHOW, new ShowResult.InDraft(draft, OPTIONS),
                Registrations.SAVE, new SaveResult.Saved(draft, OPTIONS),
                Registrations.REGISTER, new RegisterResult.Registered(FILE, OPTIONS),
                Registrations.CONFIRM, new RegisterResult.Registered(FILE, OPTIONS),
                ClientFiles.CHANGE, new ClientFiles.ChangeResult.Changed(FILE, OPTIONS),
                MyOffers.TYPES, List.of(FakeFeatures.TYPE),
                MyOffers.TOWNS, new MyOffers.TownsResult.Found(List.of(FakeFeatures.LOCATION.city())),
                MyOffers.ORGANISATIONS,
                        new MyOffers.OrganisationsResult.Found(List.of(new OrganisationSearch.Match(
                                FakeFeatures.ORGANISATION, List.of(FakeFeatures.LOCATION), 1.5))));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
