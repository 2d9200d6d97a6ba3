package org.creneau.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.auth.Accounts;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Recovery;
import org.creneau.auth.TokenVerifier;
import org.creneau.booking.Booking;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.bulk.BulkFeed;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.City;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.catalogue.PostalCodes;
import org.creneau.config.LimitSettings;
import org.creneau.config.PrivacySettings;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.core.Address;
import org.creneau.core.DatabaseClock;
import org.creneau.core.LocalText;
import org.creneau.core.Page;
import org.creneau.core.Unavailable;
import org.creneau.http.api.Api;
import org.creneau.limit.Limits;
import org.creneau.planning.OfferEdits;
import org.creneau.privacy.PersonalData;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.Await;

/** Stands where the features are, and answers as it is told: what is tested is HTTP. */
final class FakeFeatures implements AutoCloseable {

    static final UUID CLIENT = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c01");
    static final UUID SOMEBODY_ELSE = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c02");
    static final UUID SLOT = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c10");
    static final UUID BOOKING = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c11");
    static final String TOKEN = "good";
    static final String OTHER_TOKEN = "somebody-else";
    static final String TEMPORARY_TOKEN = "temporary-password";
    /** Of a manager of the ministry, who may do whatever employees may do. */
    static final String STAFF_TOKEN = "staff";
    /** Of an employee of a partner organisation. */
    static final String AGENT_TOKEN = "agent";
    /** Of a partner's system with all scopes. */
    static final String PARTNER_TOKEN = "partner";

    static final LimitSettings LIMITS = new LimitSettings(30, 10, 3, 2, 4, 2, 2, 3, 2, 5, 4, 2, 3, 2, 4);

    static final Organisation ORGANISATION = new Organisation(
            "carrefour-nord",
            new LocalText("Carrefour Nord", "Carrefour Nord"),
            Organisation.Kind.PARTNER,
            "514 864-9191");
    static final AppointmentType TYPE = new AppointmentType(
            "objectif-integration",
            AppointmentType.Kind.GROUP_WORKSHOP,
            new LocalText("Objectif Intégration", "Integration Objective"),
            new LocalText("Une session", "A session"),
            180,
            List.of(new LocalText("Confirmation", "Confirmation")),
            true,
            0,
            true,
            0,
            false,
            List.of());
    static final Location LOCATION = new Location(
            "carrefour-montreal",
            ORGANISATION.id(),
            new City("montreal", new LocalText("Montréal", "Montreal")),
            new LocalText("Carrefour (Montréal)", "Carrefour (Montreal)"),
            null,
            "255, boulevard Crémazie Est",
            null,
            "Québec",
            "Canada",
            "H2M 1L5",
            45.5437,
            -73.6281,
            null,
            List.of(),
            ZoneId.of("America/Toronto"));
    static final Slot SLOT_ITSELF = new Slot(
            SLOT,
            TYPE,
            ORGANISATION,
            LOCATION,
            Instant.parse("2026-03-20T21:00:00Z"),
            Instant.parse("2026-03-22T00:00:00Z"),
            List.of(
                    new Slot.Segment(Instant.parse("2026-03-20T21:00:00Z"), Instant.parse("2026-03-21T00:00:00Z")),
                    new Slot.Segment(Instant.parse("2026-03-21T21:00:00Z"), Instant.parse("2026-03-22T00:00:00Z"))),
            20,
            Instant.parse("2026-03-02T17:00:00Z"),
            Slot.Publication.PUBLISHED);
    static final Bookings.Details DETAILS = new Bookings.Details(
            new Booking(
                    BOOKING,
                    SLOT,
                    12,
                    CLIENT,
                    TYPE.id(),
                    BookingState.BOOKED,
                    BookingSource.CLIENT,
                    null,
                    null,
                    Instant.parse("2026-03-02T17:00:01.250Z"),
                    Instant.parse("2026-03-02T17:00:01.250Z"),
                    null,
                    null),
            SLOT_ITSELF);

    /** Commands that reached a feature. */
    final AtomicInteger commands = new AtomicInteger();

    final AtomicReference<Object> lastCommand = new AtomicReference<>();

    final Script<Bookings.Book, Bookings.BookResult> book = new Script<>(new Bookings.BookResult.Booked(DETAILS));
    final Script<Bookings.Cancel, Bookings.CancelResult> cancel =
            new Script<>(new Bookings.CancelResult.Cancelled(DETAILS));
    final Script<Bookings.Reschedule, Bookings.RescheduleResult> reschedule =
            new Script<>(new Bookings.RescheduleResult.Rescheduled(DETAILS));
    final Script<Accounts.LogIn, Accounts.LogInResult> logIn =
            new Script<>(new Accounts.LogInResult.LoggedIn(new Accounts.Tokens("access", "refresh", 900, false)));
    final Script<Accounts.Create, Accounts.CreateResult> create =
            new Script<>(new Accounts.CreateResult.Created(CLIENT, "BrAnDfOrD04"));
    final Script<Slots.Search, Slots.SearchResult> search = new Script<>(
            new Slots.SearchResult.Found(new Page<>(List.of(new SlotView(SLOT_ITSELF, 7, SlotStatus.OPEN)), "bmV4dA")));

    final MeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpFront front;
    private final String deployment;

    /** What one command is answered. */
    static final class Script<C, R> {
        private final R usual;
        private volatile Function<C, Future<R>> answer;

        private Script(R usual) {
            this.usual = usual;
            this.answer = command -> Future.succeededFuture(usual);
        }

        void answers(R result) {
            answer = command -> Future.succeededFuture(result);
        }

        void answersWhen(Future<R> result) {
            answer = command -> result;
        }

        void answersBy(Function<C, Future<R>> function) {
            answer = function;
        }

        void asUsual() {
            answers(usual);
        }
    }

    FakeFeatures(UnaryOperator<Settings.Http> http, Settings.Switch rateLimits) {
        serve(new Address<Bookings.Book, Bookings.BookResult>("booking.book").shard(0), book);
        serve(new Address<Bookings.Cancel, Bookings.CancelResult>("booking.cancel").shard(0), cancel);
        serve(new Address<Bookings.Reschedule, Bookings.RescheduleResult>("booking.reschedule").shard(0), reschedule);
        serve(
                new Address<Bookings.Find, Bookings.FindResult>("booking.find").shard(0),
                new Script<>(new Bookings.FindResult.Found(DETAILS)));
        serve(
                new Address<Bookings.List, Bookings.ListResult>("booking.list").shard(0),
                new Script<>(new Bookings.ListResult.Found(new Page<>(List.of(DETAILS), null))));
        serve(Slots.SEARCH, search);
        serve(Slots.FIND, new Script<>(new Slots.FindResult.Found(new SlotView(SLOT_ITSELF, 7, SlotStatus.OPEN))));
        FakeClients.serve(this::serveObject);
        FakeDesk.serve(this::serveObject);
        FakePartners.serve(this::serveObject);
        FakePlanning.serve(this::serveObject);
        Script<OfferEdits.Show, OfferEdits.Result> shown = new Script<>(new OfferEdits.Result.NotFound());
        shown.answersBy(command -> Future.succeededFuture(FakePlanning.edited(command.kind())));
        serve(OfferEdits.SHOW, shown);
        Script<OfferEdits.Put, OfferEdits.Result> put = new Script<>(new OfferEdits.Result.NotFound());
        put.answersBy(command -> Future.succeededFuture(FakePlanning.edited(command.kind())));
        serve(OfferEdits.PUT, put);
        FakeChanges.serve(this::serveObject);
        FakeForOthers.serve(this::serveObject);
        FakeEvents.serve(this::serveObject);
        serve(Accounts.CREATE, create);
        serve(Accounts.LOG_IN, logIn);
        Accounts.Tokens tokens = new Accounts.Tokens("access", "refresh", 900, false);
        serve(Accounts.REFRESH, new Script<>(new Accounts.RefreshResult.Refreshed(tokens)));
        serve(Accounts.LOG_OUT, new Script<>(new Accounts.LogOutResult()));
        serve(
                Accounts.FIND,
                new Script<>(new Accounts.FindResult.Found(new Accounts.Account(
                        CLIENT, "BrAnDfOrD04", "client@example.org", "fr", List.of("livre"), Instant.EPOCH))));
        serve(Accounts.CHANGE_PASSWORD, new Script<>(new Accounts.ChangePasswordResult.Changed(tokens)));
        serve(
                PersonalData.EXPORT,
                new Script<>(new PersonalData.ExportResult.Exported(Buffer.buffer(
                        "{\"asOf\":\"2026-03-02T17:00:01Z\",\"client\":{},\"securityQuestions\":[],\"sessions\":[],"
                                + "\"consents\":[],\"authorizationCodes\":[],\"recoveryMails\":[],\"fileHistory\":[],\"notes\":[],\"bookings\":[],\"mails\":[],\"accesses\":[],"
                                + "\"erasureRequests\":[],\"truncated\":[]}"))));
        serve(PersonalData.ERASE, new Script<>(new PersonalData.EraseResult.Accepted(Instant.EPOCH, true)));
        serve(
                PersonalData.ACCESS_LOG,
                new Script<>(new PersonalData.AccessLogResult.Found(new Page<>(List.of(), null))));
        serve(
                Accounts.CHANGE_ACCOUNT,
                new Script<>(new Accounts.ChangeAccountResult.Changed(new Accounts.Account(
                        CLIENT, "BrAnDfOrD04", "client@example.org", "fr", List.of("livre"), Instant.EPOCH))));
        serve(
                Recovery.CHECK_AUTHORIZATION,
                new Script<>(new Recovery.CheckResult.Good(Recovery.RequiredNumber.CLIENT_NUMBER)));
        serve(Recovery.REMIND_USER_CODE, new Script<>(new Recovery.RecoveryResult.Accepted()));
        serve(Recovery.SEND_TEMPORARY_PASSWORD, new Script<>(new Recovery.RecoveryResult.Accepted()));
        front = HttpFront.of(Await.of(Contract.load(vertx)), services(http, rateLimits));
        deployment = Await.of(vertx.deployVerticle(front::newVerticle, new DeploymentOptions().setInstances(2)));
    }

    static FakeFeatures start() {
        return new FakeFeatures(UnaryOperator.identity(), Settings.Switch.OFF);
    }

    /** Of somebody whom the operation lets in. */
    static String token(Operation operation) {
        String scheme =
                operation.getSecurityRequirements().get(0).getNames().iterator().next();
        return switch (scheme) {
            case "bearer" -> TOKEN;
            case "partner" -> PARTNER_TOKEN;
            case "partnerAgent" -> AGENT_TOKEN;
            default -> STAFF_TOKEN;
        };
    }

    private void serveObject(Address<Object, Object> address, Object result) {
        serve(address, new Script<>(result));
    }

    private <C, R> void serve(Address<C, R> address, Script<C, R> script) {
        address.serve(vertx, command -> {
            commands.incrementAndGet();
            lastCommand.set(command);
            return script.answer.apply(command);
        });
    }

    private HttpServices services(UnaryOperator<Settings.Http> http, Settings.Switch rateLimits) {
        Catalogue catalogue = new Catalogue(
                Map.of(TYPE.id(), TYPE),
                Map.of(ORGANISATION.id(), ORGANISATION),
                Map.of(LOCATION.id(), LOCATION),
                Map.of(LOCATION.city().id(), LOCATION.city()),
                Map.of(TYPE.id(), List.of(ORGANISATION)));
        return new HttpServices(
                settings(http, rateLimits),
                tokens(),
                rateLimits == Settings.Switch.OFF ? null : Limits.alone(LIMITS),
                new Api(
                        BookingClient.of(vertx, 1, 10_000),
                        () -> catalogue,
                        new OrganisationSearch(() -> catalogue, new PostalCodes(vertx)),
                        Map.of("livre", new LocalText("Quel est mon livre préféré?", "What is my favourite book?")),
                        new DatabaseClock()),
                new BulkFeed(
                        vertx,
                        SettingsLoader.defaults().openData(),
                        "http://localhost:8080",
                        new DatabaseClock(),
                        10_000),
                () -> new JsonObject().put("keys", new JsonArray().add(new JsonObject().put("kid", "k1"))),
                meters);
    }

    Settings settings() {
        return front.services().settings();
    }

    private static TokenVerifier tokens() {
        return token -> switch (token) {
            case TOKEN -> Future.succeededFuture(Optional.of(principal(false)));
            case OTHER_TOKEN ->
                Future.succeededFuture(
                        Optional.of(new Principal(SOMEBODY_ELSE, UUID.randomUUID(), false, Instant.MAX)));
            case TEMPORARY_TOKEN -> Future.succeededFuture(Optional.of(principal(true)));
            case STAFF_TOKEN ->
                Future.succeededFuture(Optional.of(principal(new Actor.Staff(CLIENT, "bureau", true, true))));
            case AGENT_TOKEN ->
                Future.succeededFuture(
                        Optional.of(principal(new Actor.Staff(CLIENT, ORGANISATION.id(), false, false))));
            case PARTNER_TOKEN ->
                Future.succeededFuture(Optional.of(
                        principal(new Actor.Partner(CLIENT, ORGANISATION.id(), EnumSet.allOf(Scope.class)))));
            case "keys-out-of-reach" -> Future.failedFuture(new Unavailable("keys", null));
            case "breaks" -> Future.failedFuture(new IllegalStateException("secret detail"));
            default -> Future.succeededFuture(Optional.empty());
        };
    }

    private static Principal principal(Actor actor) {
        return new Principal(actor, UUID.randomUUID(), false, Instant.MAX);
    }

    private static Principal principal(boolean mustChangePassword) {
        return new Principal(CLIENT, UUID.randomUUID(), mustChangePassword, Instant.MAX);
    }

    private static Settings settings(UnaryOperator<Settings.Http> http, Settings.Switch rateLimits) {
        Settings.Http usual = new Settings.Http(
                "localhost", 0, 2, 65_536, 10_000, 75, 7_000, List.of("https://rv.example.org"), List.of(), "");
        return new Settings(
                ".",
                false,
                Settings.DemoData.NEVER,
                false,
                rateLimits,
                LIMITS,
                http.apply(usual),
                new Settings.Management("localhost", 0),
                new Settings.Database("", 1, 1, 1, 1),
                new Settings.Redis("", 1, 1, 1, 1),
                new Settings.Auth(
                        "i",
                        "a",
                        1,
                        1,
                        1,
                        new Settings.PasswordPolicy(8, 16),
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        new Settings.Recovery(1, 1, 1, 1, 1, false, 1)),
                new Settings.ContactCentre("514 864-9191", "1 877 864-9191", "+1 514 864-9191"),
                new Settings.Booking(1, 1, 1, 1, 1, 1, 1, 1, 1),
                new Settings.Search(1, 50, 1000, 1000),
                new PrivacySettings(1, 0, 0, 0, 0, 0),
                new Settings.Desk(30),
                SettingsLoader.defaults().mail(),
                SettingsLoader.defaults().events(),
                SettingsLoader.defaults().openData(),
                new Settings.Log(Settings.LogFormat.TEXT, "info"));
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return front.port();
    }

    Future<Void> undeploy() {
        return vertx.undeploy(deployment);
    }

    @Override
    public void close() {
        Await.of(vertx.close());
    }
}
