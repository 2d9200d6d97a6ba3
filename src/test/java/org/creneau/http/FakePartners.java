package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.creneau.access.Actor;
import org.creneau.access.Consents;
import org.creneau.access.Scope;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.client.Introductions;
import org.creneau.client.MyConsents;
import org.creneau.core.Address;
import org.creneau.core.LocalText;
import org.creneau.core.Page;
import org.creneau.partner.PartnerClients;
import org.creneau.partner.PartnerSystems;
import org.creneau.partner.PartnerTokens;

/** Stands where partners' systems and their clients are. */
final class FakePartners {

    private static final UUID SYSTEM_ID = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c20");
    private static final UUID SECRET_ID = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c21");

    private static final PartnerSystems.PartnerSystem SYSTEM = new PartnerSystems.PartnerSystem(
            SYSTEM_ID,
            "carrefour-nord",
            "Réception",
            Set.of(Scope.CLIENTS),
            Instant.EPOCH,
            Instant.EPOCH,
            List.of(new PartnerSystems.Secret(SECRET_ID, "key", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH)));

    private static final PartnerSystems.Issued ISSUED =
            new PartnerSystems.Issued(SYSTEM, SECRET_ID, "wT3-cPuU2tXz1nYdHq8Wm4sKb0aJvL6eRfGi9oZx7Bk");

    private static final Consents.Consent CONSENT = new Consents.Consent(
            "carrefour-nord", new LocalText("Carrefour Nord", "Carrefour Nord"), Instant.EPOCH, Instant.EPOCH);

    private static final Map<Address<?, ?>, Object> ANSWERS = Map.ofEntries(
            Map.entry(
                    PartnerTokens.AUTHENTICATE,
                    new PartnerTokens.AuthenticateResult.Authenticated(
                            new Actor.Partner(SYSTEM_ID, "carrefour-nord", Set.of(Scope.CLIENTS)), SECRET_ID, 900)),
            Map.entry(PartnerTokens.ISSUE, new PartnerTokens.Token("token")),
            Map.entry(PartnerSystems.LIST, new PartnerSystems.ListResult.Found(new Page<>(List.of(SYSTEM), "n"))),
            Map.entry(PartnerSystems.ADD, new PartnerSystems.AddResult.Added(ISSUED)),
            Map.entry(PartnerSystems.ADD_SECRET, new PartnerSystems.AddSecretResult.Added(ISSUED)),
            Map.entry(PartnerSystems.REVOKE_SECRET, new PartnerSystems.ChangeResult.Changed(SYSTEM)),
            Map.entry(PartnerSystems.DISABLE, new PartnerSystems.ChangeResult.Changed(SYSTEM)),
            Map.entry(PartnerClients.VIEW, new ViewResult.Found(FakeClients.FILE, FakeClients.OPTIONS)),
            Map.entry(PartnerClients.CHANGE, new ChangeResult.Changed(FakeClients.FILE, FakeClients.OPTIONS)),
            Map.entry(PartnerClients.PRINT_LETTER, new PartnerClients.LetterResult.Printed(Buffer.buffer("%PDF-1.7"))),
            Map.entry(
                    Introductions.INTRODUCE,
                    new Introductions.IntroduceResult.Introduced(FakeClients.FILE, FakeClients.OPTIONS)),
            Map.entry(
                    Introductions.PRESENT,
                    new Introductions.PresentResult.Known(FakeClients.FILE, FakeClients.OPTIONS)),
            Map.entry(MyConsents.LIST, new MyConsents.ConsentList(List.of(CONSENT))),
            Map.entry(MyConsents.WITHDRAW, new MyConsents.WithdrawResult.Withdrawn(CONSENT)));

    private FakePartners() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        ANSWERS.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
