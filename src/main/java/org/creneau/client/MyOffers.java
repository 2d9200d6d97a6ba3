package org.creneau.client;

import java.util.List;
import java.util.UUID;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.City;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/** What is offered to a client (guide 5.3.2): types, their towns, their organisations. Served by {@link ClientVerticle}. */
public final class MyOffers {

    public static final Address<Types, List<AppointmentType>> TYPES = new Address<>("client.types");
    public static final Address<Towns, TownsResult> TOWNS = new Address<>("client.towns");
    public static final Address<Organisations, OrganisationsResult> ORGANISATIONS =
            new Address<>("client.organisations");

    private MyOffers() {}

    /** The types that this client may book, in the order of the catalogue. */
    public record Types(UUID clientId) {}

    /** The towns that have the type. */
    public record Towns(UUID clientId, String type) {}

    /** The answer to {@link Towns}. */
    public sealed interface TownsResult {
        record Found(List<City> towns) implements TownsResult {
            public Found {
                towns = List.copyOf(towns);
            }
        }

        /** There is no such type, or not for this client. */
        record NotOffered() implements TownsResult {}
    }

    /**
     * Who has the type, and has seats left in it.
     *
     * @param city null: anywhere
     */
    public record Organisations(
            UUID clientId, String type, @Nullable String city) {}

    /** The answer to {@link Organisations}. */
    public sealed interface OrganisationsResult {
        /** Nearest to the client's home first, as far as that is known. */
        record Found(List<OrganisationSearch.Match> matches) implements OrganisationsResult {
            public Found {
                matches = List.copyOf(matches);
            }
        }

        record NotOffered() implements OrganisationsResult {}
    }
}
