package org.creneau.catalogue;

import java.time.ZoneId;
import java.util.List;
import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;

/**
 * Where appointments take place (guide 5.3.3: telephone, address, office, town, province, country, postal code, how to
 * get there, services offered).
 *
 * @param latitude degrees, WGS 84
 * @param longitude degrees, WGS 84
 * @param zone the time zone in which the location's dates are meant
 */
public record Location(
        String id,
        String organisationId,
        City city,
        LocalText name,
        @Nullable String phone,
        String address,
        @Nullable String office,
        String province,
        String country,
        String postalCode,
        double latitude,
        double longitude,
        @Nullable LocalText directions,
        List<LocalText> services,
        ZoneId zone) {}
