package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.City;
import org.creneau.catalogue.Organisation;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.catalogue.OrganisationSearch.Query;
import org.creneau.client.MyOffers.Organisations;
import org.creneau.client.MyOffers.OrganisationsResult;
import org.creneau.client.MyOffers.Towns;
import org.creneau.client.MyOffers.TownsResult;
import org.creneau.client.MyOffers.Types;
import org.creneau.slot.Slots;
import org.jspecify.annotations.Nullable;

/** What is offered to a client, from type to organisation (guide 5.3.2). */
record MyOfferService(
        Vertx vertx,
        MyOfferStore offers,
        FileStore files,
        CatalogueSource catalogue,
        OrganisationSearch organisations,
        long timeoutMillis) {

    /** Countries whose postal codes are known; the digits of others would be taken for theirs. */
    private static final Set<String> MAPPED = Set.of(Contact.CANADA, "US");

    Future<List<AppointmentType>> types(Types command) {
        return offers.types(command.clientId())
                .map(ids -> catalogue.current().types().values().stream()
                        .filter(type -> ids.contains(type.id()))
                        .toList());
    }

    Future<TownsResult> towns(Towns command) {
        return offers.types(command.clientId())
                .map(ids -> ids.contains(command.type())
                        ? new TownsResult.Found(towns(command.type()))
                        : new TownsResult.NotOffered());
    }

    private List<City> towns(String type) {
        Catalogue now = catalogue.current();
        Set<String> offering = new HashSet<>();
        for (Organisation organisation : now.organisationsByType().getOrDefault(type, List.of())) {
            offering.add(organisation.id());
        }
        Set<String> towns = new HashSet<>();
        now.locations().values().stream()
                .filter(location -> offering.contains(location.organisationId()))
                .forEach(location -> towns.add(location.city().id()));
        return now.cities().values().stream()
                .filter(city -> towns.contains(city.id()))
                .toList();
    }

    Future<OrganisationsResult> organisations(Organisations command) {
        return offers.types(command.clientId())
                .compose(ids -> ids.contains(command.type())
                        ? available(command)
                        : Future.succeededFuture(new OrganisationsResult.NotOffered()));
    }

    private Future<OrganisationsResult> available(Organisations command) {
        Future<Set<String>> withSeats =
                Slots.WITH_SEATS.request(vertx, new Slots.WithSeats(command.type(), command.city()), timeoutMillis);
        Future<List<OrganisationSearch.Match>> near = files.find(command.clientId())
                .compose(file ->
                        search(command, file.map(one -> home(one.contact())).orElse(null)));
        return withSeats.compose(ids -> near.map(matches -> new OrganisationsResult.Found(keep(matches, ids))));
    }

    private static @Nullable String home(Contact contact) {
        return MAPPED.contains(contact.country()) ? contact.postalCode() : null;
    }

    private Future<List<OrganisationSearch.Match>> search(Organisations command, @Nullable String home) {
        return organisations
                .search(new Query(command.type(), command.city(), home))
                .compose(result -> result instanceof OrganisationSearch.Result.Found found
                        ? Future.succeededFuture(found.matches())
                        : search(command, null)); // a code that is on no map: without distances
    }

    private static List<OrganisationSearch.Match> keep(
            List<OrganisationSearch.Match> matches, Collection<String> organisations) {
        return matches.stream()
                .filter(match -> organisations.contains(match.organisation().id()))
                .toList();
    }
}
