package org.creneau.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CoordinatesTest {

    private static final Coordinates MONTREAL = new Coordinates(45.5163, -73.5603);

    @Test
    void distancesAreThoseOfTheGreatCircle() {
        // Montreal to Quebec City and to Paris, as atlases have them.
        assertEquals(233, MONTREAL.distanceKm(new Coordinates(46.8139, -71.2080)), 2);
        assertEquals(5500, MONTREAL.distanceKm(new Coordinates(48.8566, 2.3522)), 20);
    }

    @Test
    void aDegreeOfLatitudeIsTheSameEverywhere() {
        assertEquals(111.195, new Coordinates(0, 0).distanceKm(new Coordinates(1, 0)), 0.001);
        assertEquals(111.195, new Coordinates(60, 10).distanceKm(new Coordinates(61, 10)), 0.001);
    }

    @Test
    void itWorksAcrossTheDateLineAndAtTheAntipodes() {
        assertEquals(222.39, new Coordinates(0, 179).distanceKm(new Coordinates(0, -179)), 0.01);
        assertEquals(20_015.1, new Coordinates(0, 0).distanceKm(new Coordinates(0, 180)), 0.1);
        assertEquals(0, MONTREAL.distanceKm(MONTREAL));
    }
}
