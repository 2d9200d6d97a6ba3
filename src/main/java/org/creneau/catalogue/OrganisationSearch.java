package org.creneau.catalogue;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who offers what where, nearest first on request (guide 5.3.2). From memory, on the caller's event loop. */
public final class OrganisationSearch {

    private final CatalogueSource catalogue;
    private final PostalCodes postalCodes;

    public OrganisationSearch(CatalogueSource catalogue, PostalCodes postalCodes) {
        this.catalogue = catalogue;
        this.postalCodes = postalCodes;
    }

    /**
     * What is asked for; null filters nothing.
     *
     * @param type only organisations that offer it
     * @param city only organisations with a location there
     * @param near a Canadian or US postal code, from which distances are measured
     */
    public record Query(
            @Nullable String type,
            @Nullable String city,
            @Nullable String near) {}

    /**
     * An organisation that matches.
     *
     * @param locations its locations (in the city asked for), nearest first where distances are known
     * @param distanceKm to the nearest of them, along the great circle, to a tenth; null when none was asked for
     */
    public record Match(
            Organisation organisation,
            List<Location> locations,
            @Nullable Double distanceKm) {

        public Match {
            locations = List.copyOf(locations);
        }
    }

    /** The answer to a search. */
    public sealed interface Result {
        /** Nearest first, else in alphabetical order. */
        record Found(List<Match> matches) implements Result {}

        /** Nobody knows where {@code near} is, or it is no postal code at all. */
        record UnknownPostalCode() implements Result {}
    }

    public Future<Result> search(Query query) {
        if (query.near() == null) {
            return Future.succeededFuture(new Result.Found(matches(query, null)));
        }
        return postalCodes
                .find(query.near())
                .map(home -> home.isPresent()
                        ? new Result.Found(matches(query, home.get()))
                        : new Result.UnknownPostalCode());
    }

    private List<Match> matches(Query query, @Nullable Coordinates home) {
        Catalogue now = catalogue.current();
        Collection<Organisation> candidates = query.type() == null
                ? now.organisations().values()
                : now.organisationsByType().getOrDefault(query.type(), List.of());
        List<Match> matches = new ArrayList<>();
        for (Organisation organisation : candidates) {
            List<Location> locations = now.locations().values().stream()
                    .filter(location -> location.organisationId().equals(organisation.id()))
                    .filter(location ->
                            query.city() == null || location.city().id().equals(query.city()))
                    .toList();
            if (!locations.isEmpty()) {
                matches.add(match(organisation, locations, home));
            }
        }
        if (home != null) {
            // Stable: what is equally far stays in alphabetical order.
            matches.sort(Comparator.comparing(Match::distanceKm, Comparator.nullsLast(Comparator.naturalOrder())));
        }
        return List.copyOf(matches);
    }

    private static Match match(Organisation organisation, List<Location> locations, @Nullable Coordinates home) {
        if (home == null) {
            return new Match(organisation, locations, null);
        }
        List<Location> nearest = locations.stream()
                .sorted(Comparator.comparingDouble(location -> distanceKm(location, home)))
                .toList();
        double tenths = Math.round(distanceKm(nearest.get(0), home) * 10);
        return new Match(organisation, nearest, tenths / 10);
    }

    private static double distanceKm(Location location, Coordinates home) {
        return home.distanceKm(new Coordinates(location.latitude(), location.longitude()));
    }
}
