package org.creneau.http.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.creneau.booking.BookingClient;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.core.DatabaseClock;
import org.creneau.core.LocalText;
import org.creneau.http.ClientAddress;
import org.creneau.http.LeftListeners;
import org.creneau.http.OperationHandler;
import org.creneau.http.Operations;
import org.creneau.http.Problems;
import org.creneau.http.Requests;

/** All operations of the contract, put together from the routes of each feature. */
public final class Api implements Operations {

    private final BookingClient bookings;
    private final CatalogueSource catalogue;
    private final OrganisationSearch organisations;
    private final Map<String, LocalText> securityQuestions;
    private final DatabaseClock clock;
    private final SlotTexts slots = new SlotTexts();

    /** @param securityQuestions the menu, by id, in the order in which it is shown */
    public Api(
            BookingClient bookings,
            CatalogueSource catalogue,
            OrganisationSearch organisations,
            Map<String, LocalText> securityQuestions,
            DatabaseClock clock) {
        this.bookings = bookings;
        this.catalogue = catalogue;
        this.organisations = organisations;
        this.securityQuestions = Collections.unmodifiableMap(new LinkedHashMap<>(securityQuestions));
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> handlers(
            Requests requests, Problems problems, ClientAddress addresses, LeftListeners listeners) {
        Map<String, OperationHandler> handlers = new HashMap<>();
        handlers.putAll(new CatalogueRoutes(catalogue, organisations, problems).handlers());
        handlers.putAll(new SlotRoutes(requests, problems, slots, listeners).handlers());
        handlers.putAll(new AccountRoutes(requests, securityQuestions, problems, addresses).handlers());
        handlers.putAll(new OptionRoutes(requests, problems).handlers());
        handlers.putAll(new RegistrationRoutes(requests, problems).handlers());
        handlers.putAll(new MyOfferRoutes(requests, catalogue, problems).handlers());
        handlers.putAll(new RecoveryRoutes(requests, problems, addresses).handlers());
        handlers.putAll(new BookingRoutes(requests, bookings, problems, slots).handlers());
        handlers.putAll(new PartnerBookingRoutes(requests, problems, slots).handlers());
        handlers.putAll(new PrivacyRoutes(requests, problems, addresses).handlers());
        handlers.putAll(new ChangeRoutes(requests, problems).handlers());
        handlers.putAll(new EmployeeRoutes(requests, problems).handlers());
        handlers.putAll(new ConsentRoutes(requests, problems).handlers());
        handlers.putAll(new PartnerClientRoutes(requests, problems).handlers());
        handlers.putAll(new PartnerSystemRoutes(requests, problems).handlers());
        handlers.putAll(new AttendanceRoutes(requests, problems).handlers());
        handlers.putAll(new OwnSlotRoutes(requests, problems).handlers());
        handlers.putAll(new DeskRoutes(requests, problems, slots).handlers());
        handlers.putAll(new SlotOfferRoutes(requests, problems).handlers());
        handlers.putAll(new ReleasePlanRoutes(requests, problems).handlers());
        handlers.putAll(new SlotTemplateRoutes(requests, problems).handlers());
        handlers.putAll(new OfferEditRoutes(requests, problems).handlers());
        handlers.putAll(new EventRoutes(requests, problems).handlers());
        handlers.putAll(new ServiceRoutes(clock).handlers());
        return handlers;
    }
}
