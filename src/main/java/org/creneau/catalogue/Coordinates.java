package org.creneau.catalogue;

/**
 * A point on the earth, WGS 84.
 *
 * @param latitude degrees
 * @param longitude degrees
 */
public record Coordinates(double latitude, double longitude) {

    /** Mean radius of the earth (IUGG). A sphere is off by half a percent at the most. */
    private static final double EARTH_RADIUS_KM = 6371.0088;

    /** Along the great circle, in kilometres (haversine formula, which is exact for near points too). */
    public double distanceKm(Coordinates other) {
        double phi = Math.toRadians(latitude);
        double otherPhi = Math.toRadians(other.latitude);
        double sinPhi = Math.sin((otherPhi - phi) / 2);
        double sinLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double a = sinPhi * sinPhi + Math.cos(phi) * Math.cos(otherPhi) * sinLambda * sinLambda;
        // Rounding may carry the root a hair beyond 1 for antipodes.
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
