package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.creneau.ApiClient;
import com.example.creneau.ApiException;
import com.example.creneau.api.AccountsApi;
import com.example.creneau.api.BookingsApi;
import com.example.creneau.api.CatalogueApi;
import com.example.creneau.api.OfferApi;
import com.example.creneau.api.PartnerApi;
import com.example.creneau.api.PrivacyApi;
import com.example.creneau.api.RegistrationApi;
import com.example.creneau.api.SlotsApi;
import com.example.creneau.model.AppointmentType;
import com.example.creneau.model.Booking;
import com.example.creneau.model.Cancellation;
import com.example.creneau.model.CapacityChange;
import com.example.creneau.model.Credentials;
import com.example.creneau.model.Job;
import com.example.creneau.model.KeyedPartnerBooking;
import com.example.creneau.model.NewAccount;
import com.example.creneau.model.NewBooking;
import com.example.creneau.model.NewPartnerBookings;
import com.example.creneau.model.NewPartnerHold;
import com.example.creneau.model.PartnerBooking;
import com.example.creneau.model.PartnerBookingResult;
import com.example.creneau.model.Problem;
import com.example.creneau.model.Registration;
import com.example.creneau.model.RegistrationForm;
import com.example.creneau.model.Reschedule;
import com.example.creneau.model.SecurityAnswer;
import com.example.creneau.model.Slot;
import com.example.creneau.model.ValidationProblem;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Operation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.creneau.http.Contract;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/**
 * The contract makes a client that works: openapi-generator has made {@code com.example.creneau} of it during the build,
 * with nothing of ours in it, and somebody goes all the way with it.
 */
class GeneratedClientIT {

    private static final ZoneId ZONE = ZoneId.of("America/Toronto");

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final Backstage backstage = ground.backstage();
    private static final TestNode node = ground.node();

    @Test
    void everyOperationIsInTheClient() {
        Vertx vertx = Vertx.vertx();
        List<Operation> operations = Await.of(Contract.load(vertx)).model().operations();
        Await.of(vertx.close());
        assertTrue(operations.size() > 40);
        for (Operation operation : operations) {
            String tag = operation.getTags().get(0);
            assertTrue(
                    methods(tag).contains(operation.getOperationId()),
                    () -> operation.getOperationId() + " is not in " + tag);
        }
    }

    private static List<String> methods(String tag) {
        String name = tag.substring(0, 1).toUpperCase(Locale.ROOT) + tag.substring(1) + "Api";
        try {
            Class<?> api = Class.forName("com.example.creneau.api." + name);
            return Arrays.stream(api.getMethods()).map(Method::getName).toList();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void allTheWay() throws ApiException, JsonProcessingException {
        String first = offer.open(1).id().toString();
        String second = offer.add(Offer.SESSION, true, Duration.ofDays(3).plusMinutes(1), Duration.ofHours(-1), 1)
                .id()
                .toString();
        String userCode = People.newUserCode();
        AccountsApi accounts = new AccountsApi(client());
        accounts.createAccount(new NewAccount()
                .userCode(userCode)
                .password(People.PASSWORD)
                .email(userCode + "@example.org")
                .addSecurityQuestionsItem(question("passe-temps", "Le canot"))
                .addSecurityQuestionsItem(question("ecole-primaire", "Saint-Louis")));
        String token = accounts.logIn(new Credentials().userCode(userCode).password(People.PASSWORD))
                .getAccessToken();
        ApiClient loggedIn = client(token);

        // Her file.
        RegistrationForm form =
                loggedIn.getObjectMapper().readValue(Forms.registration().encode(), RegistrationForm.class);
        Registration file = new RegistrationApi(loggedIn).register(form);
        assertEquals(Registration.StateEnum.REGISTERED, file.getState());
        assertEquals(LocalDate.of(1978, 5, 5), file.getIdentity().getBirthDate());

        // What there is: nobody need be logged in for that.
        assertEquals(
                List.of("atelier", "engageant", "session"),
                new CatalogueApi(client())
                        .listAppointmentTypes(null, null).getItems().stream()
                                .map(AppointmentType::getId)
                                .sorted()
                                .toList());
        SlotsApi slots = new SlotsApi(client());
        LocalDate day = LocalDate.now(ZONE).plusDays(3);
        node.awaitAvailable(Offer.SESSION, 2);
        List<Slot> found = slots.listSlots(
                        Offer.SESSION, "montreal", "clef", day.minusDays(1), day.plusDays(1), true, 10, null, null)
                .getItems();
        assertEquals(List.of(first, second), found.stream().map(Slot::getId).toList());
        assertEquals(Slot.StatusEnum.OPEN, slots.getSlot(first, null).getStatus());

        // Booked, moved, cancelled.
        BookingsApi bookings = new BookingsApi(loggedIn);
        String key = UUID.randomUUID().toString();
        Booking booked = bookings.createBooking(new NewBooking().slotId(first), key);
        assertEquals(
                booked, bookings.createBooking(new NewBooking().slotId(first), key), "the same key, the same booking");
        Booking moved = bookings.rescheduleBooking(booked.getId(), new Reschedule().slotId(second));
        assertEquals(second, moved.getSlot().getId());
        assertEquals(
                Booking.StateEnum.CANCELLED,
                bookings.cancelBooking(moved.getId()).getState());
        assertEquals(
                List.of(Booking.StateEnum.CANCELLED, Booking.StateEnum.RESCHEDULED),
                bookings.listBookings(null, null, null).getItems().stream()
                        .map(Booking::getState)
                        .toList());
        assertEquals(2, new PrivacyApi(loggedIn).exportMyData().getBookings().size());
    }

    private static SecurityAnswer question(String question, String answer) {
        return new SecurityAnswer().question(question).answer(answer);
    }

    @Test
    void aPartnerAndAManagerAllTheWay() throws ApiException {
        String slot = offer.open(3).id().toString();
        TestClient anne = backstage.client();
        TestClient bruno = backstage.client();
        TestClient stranger = backstage.client();
        backstage.consent(anne.id(), "clef");
        backstage.consent(bruno.id(), "clef");

        PartnerApi partner = new PartnerApi(client(backstage.partner("clef").token()));
        NewPartnerHold wish =
                new NewPartnerHold().clientId(anne.id().toString()).slotId(slot).minutes(1);
        PartnerBooking held = partner.createPartnerHold("anne-1", wish);
        assertEquals(PartnerBooking.StateEnum.HELD, held.getState());
        assertEquals(
                PartnerBooking.StateEnum.BOOKED,
                partner.confirmPartnerHold(held.getId()).getState());
        NewPartnerBookings batch = new NewPartnerBookings()
                .addBookingsItem(of(bruno, slot, "bruno-1"))
                .addBookingsItem(of(stranger, slot, "stranger-1"));
        assertEquals(
                List.of(201, 404),
                partner.createPartnerBookings(batch).getResults().stream()
                        .map(PartnerBookingResult::getStatus)
                        .toList());

        TestClient manager = backstage.employee("clef", false, true);
        OfferApi managed = new OfferApi(client(manager.token()));
        assertEquals(
                2,
                managed.setSlotCapacity(slot, new CapacityChange().capacity(2)).getCapacity());
        String job = managed.cancelSlot(slot, new Cancellation().reason("L'animatrice est malade."))
                .getId();
        Until.holds(() -> done(managed, job));
        assertEquals(
                PartnerBooking.StateEnum.CANCELLED,
                partner.getPartnerBooking(held.getId()).getState());
    }

    private static KeyedPartnerBooking of(TestClient who, String slot, String key) {
        return new KeyedPartnerBooking()
                .key(key)
                .clientId(who.id().toString())
                .slotId(slot)
                .as(KeyedPartnerBooking.AsEnum.CLIENT);
    }

    private static boolean done(OfferApi managed, String job) {
        try {
            return managed.getJob(job).getState() == Job.StateEnum.DONE;
        } catch (ApiException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusalsAreProblemsThatTheClientReads() throws ApiException, JsonProcessingException {
        String token = backstage.client().token();
        ApiClient loggedIn = client(token);
        BookingsApi bookings = new BookingsApi(loggedIn);
        NewBooking later = new NewBooking()
                .slotId(offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 1)
                        .id()
                        .toString());
        Problem tooEarly = problem(409, () -> bookings.createBooking(later, null), Problem.class);
        assertEquals("slot-not-open", tooEarly.getCode().getValue());
        assertTrue(tooEarly.getOpensAt().isAfter(OffsetDateTime.now(ZONE)));

        Problem nobody = problem(401, () -> new BookingsApi(client()).createBooking(later, null), Problem.class);
        assertEquals("unauthenticated", nobody.getCode().getValue());

        ValidationProblem bad = problem(400, () -> bookings.listBookings(null, 0, null), ValidationProblem.class);
        assertEquals("?limit", bad.getErrors().get(0).getPointer());
    }

    private static <T> T problem(int status, Executable call, Class<T> type) throws JsonProcessingException {
        ApiException refused = assertThrows(ApiException.class, call);
        assertEquals(status, refused.getCode(), refused::getMessage);
        return new ApiClient().getObjectMapper().readValue(refused.getResponseBody(), type);
    }

    private static ApiClient client(String token) {
        return client().setRequestInterceptor(call -> call.header("Authorization", "Bearer " + token));
    }

    /** As its maker has it, but for where the node is. */
    private static ApiClient client() {
        return new ApiClient()
                .setScheme("http")
                .setHost("localhost")
                .setPort(node.httpPort())
                .setBasePath("/api/v1");
    }
}
