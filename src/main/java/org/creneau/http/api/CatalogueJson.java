package org.creneau.http.api;

import java.util.List;
import java.util.Locale;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.City;
import org.creneau.catalogue.EligibilityRule;
import org.creneau.catalogue.OrganisationSearch.Match;
import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;

/** The catalogue as JSON, in one language. */
final class CatalogueJson {

    private CatalogueJson() {}

    /** Something with an id and a name. */
    record Named(String id, String name) {

        static Named of(org.creneau.catalogue.AppointmentType type, Locale locale) {
            return new Named(type.id(), type.title().in(locale));
        }

        static Named of(org.creneau.catalogue.Organisation organisation, Locale locale) {
            return new Named(organisation.id(), organisation.name().in(locale));
        }

        static Named of(org.creneau.catalogue.Location location, Locale locale) {
            return new Named(location.id(), location.name().in(locale));
        }

        static Named of(City city, Locale locale) {
            return new Named(city.id(), city.name().in(locale));
        }
    }

    record AppointmentType(
            String id,
            String kind,
            String title,
            String description,
            int durationMinutes,
            boolean group,
            List<String> documents,
            boolean cancellable,
            int cancelUntilMinutes,
            boolean reschedulable,
            int rescheduleUntilMinutes,
            boolean requiresComplementaryInformation,
            List<EligibilityRule> eligibility,
            List<Named> organisations) {

        static AppointmentType of(org.creneau.catalogue.AppointmentType type, Catalogue catalogue, Locale locale) {
            return new AppointmentType(
                    type.id(),
                    type.kind().name(),
                    type.title().in(locale),
                    type.description().in(locale),
                    type.durationMinutes(),
                    type.group(),
                    in(type.documents(), locale),
                    type.cancellable(),
                    type.cancelUntilMinutes(),
                    type.reschedulable(),
                    type.rescheduleUntilMinutes(),
                    type.requiresComplementaryInformation(),
                    type.eligibility(),
                    catalogue.organisationsByType().getOrDefault(type.id(), List.of()).stream()
                            .map(organisation -> Named.of(organisation, locale))
                            .toList());
        }
    }

    record Organisation(
            String id,
            String name,
            String kind,
            @Nullable String phone,
            @Nullable Double distanceKm,
            List<Location> locations) {

        static Organisation of(Match match, Locale locale) {
            org.creneau.catalogue.Organisation organisation = match.organisation();
            return new Organisation(
                    organisation.id(),
                    organisation.name().in(locale),
                    organisation.kind().name(),
                    organisation.phone(),
                    match.distanceKm(),
                    match.locations().stream()
                            .map(location -> Location.of(location, locale))
                            .toList());
        }
    }

    record Location(
            String id,
            String name,
            Named city,
            @Nullable String phone,
            String address,
            @Nullable String office,
            String province,
            String country,
            String postalCode,
            double latitude,
            double longitude,
            @Nullable String directions,
            List<String> services,
            String zone) {

        static Location of(org.creneau.catalogue.Location location, Locale locale) {
            LocalText directions = location.directions();
            return new Location(
                    location.id(),
                    location.name().in(locale),
                    Named.of(location.city(), locale),
                    location.phone(),
                    location.address(),
                    location.office(),
                    location.province(),
                    location.country(),
                    location.postalCode(),
                    location.latitude(),
                    location.longitude(),
                    directions == null ? null : directions.in(locale),
                    in(location.services(), locale),
                    location.zone().getId());
        }
    }

    private static List<String> in(List<LocalText> texts, Locale locale) {
        return texts.stream().map(text -> text.in(locale)).toList();
    }
}
