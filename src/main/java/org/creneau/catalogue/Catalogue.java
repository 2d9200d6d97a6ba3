package org.creneau.catalogue;

import java.util.List;
import java.util.Map;

/**
 * Everything that is offered, by whom and where: an immutable snapshot.
 *
 * @param types in the order in which clients see them, by id
 * @param organisations by id
 * @param locations by id
 * @param cities by id
 * @param organisationsByType the organisations that offer each type (guide 2.3), by the type's id
 */
public record Catalogue(
        Map<String, AppointmentType> types,
        Map<String, Organisation> organisations,
        Map<String, Location> locations,
        Map<String, City> cities,
        Map<String, List<Organisation>> organisationsByType) {}
