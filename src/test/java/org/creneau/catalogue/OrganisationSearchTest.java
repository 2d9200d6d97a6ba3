package org.creneau.catalogue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.creneau.catalogue.OrganisationSearch.Match;
import org.creneau.catalogue.OrganisationSearch.Query;
import org.creneau.catalogue.OrganisationSearch.Result;
import org.creneau.core.LocalText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganisationSearchTest {

    private static final Organisation ALPHA = organisation("alpha");
    private static final Organisation BETA = organisation("beta");
    private static final Organisation GAMMA = organisation("gamma");
    private static final Location ALPHA_QUEBEC = location("alpha-quebec", ALPHA, "quebec", 46.7985, -71.2423);
    private static final Location BETA_SHERBROOKE = location("beta-sherbrooke", BETA, "sherbrooke", 45.4031, -71.8905);
    private static final Location BETA_MONTREAL = location("beta-montreal", BETA, "montreal", 45.5163, -73.5603);

    private final Vertx vertx = Vertx.vertx();
    private final OrganisationSearch search = new OrganisationSearch(() -> CATALOGUE, new PostalCodes(vertx));

    private static final Catalogue CATALOGUE = new Catalogue(
            Map.of(),
            byId(ALPHA, BETA, GAMMA),
            Map.of(
                    ALPHA_QUEBEC.id(), ALPHA_QUEBEC,
                    BETA_SHERBROOKE.id(), BETA_SHERBROOKE,
                    BETA_MONTREAL.id(), BETA_MONTREAL),
            Map.of(),
            Map.of("session", List.of(ALPHA, GAMMA)));

    @AfterAll
    void close() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void withoutAPlaceTheyComeInTheirOwnOrderAndWithoutDistance() throws Exception {
        List<Match> matches = found(new Query(null, null, null));
        // An organisation without any location has nothing to offer here.
        assertEquals(
                List.of(ALPHA, BETA), matches.stream().map(Match::organisation).toList());
        assertNull(matches.get(0).distanceKm());
    }

    @Test
    void theNearestComesFirst() throws Exception {
        List<Match> matches = found(new Query(null, null, "h2l 3z2"));
        assertEquals(
                List.of(BETA, ALPHA), matches.stream().map(Match::organisation).toList());
        assertEquals(List.of(BETA_MONTREAL, BETA_SHERBROOKE), matches.get(0).locations());
        assertEquals(1.5, matches.get(0).distanceKm());
        double toQuebec = distance(matches.get(1));
        assertTrue(toQuebec > 220 && toQuebec < 240, "" + toQuebec);
        assertEquals(Math.rint(toQuebec * 10), toQuebec * 10, 1e-6);
    }

    @Test
    void typeAndCityFilter() throws Exception {
        assertEquals(
                List.of(ALPHA),
                found(new Query("session", null, null)).stream()
                        .map(Match::organisation)
                        .toList());
        List<Match> sherbrooke = found(new Query(null, "sherbrooke", "H2L"));
        assertEquals(List.of(BETA_SHERBROOKE), sherbrooke.get(0).locations());
        assertEquals(131, distance(sherbrooke.get(0)), 2);
        assertEquals(List.of(), found(new Query("session", "montreal", null)));
        assertEquals(List.of(), found(new Query("no-such", null, null)));
    }

    @Test
    void anUnknownPostalCodeIsSaidToBeUnknown() throws Exception {
        assertInstanceOf(
                Result.UnknownPostalCode.class,
                search.search(new Query(null, null, "Z9Z 9Z9")).await(20, SECONDS));
    }

    private static double distance(Match match) {
        return Objects.requireNonNull(match.distanceKm());
    }

    private List<Match> found(Query query) throws Exception {
        return assertInstanceOf(Result.Found.class, search.search(query).await(20, SECONDS))
                .matches();
    }

    private static Map<String, Organisation> byId(Organisation... organisations) {
        Map<String, Organisation> byId = new LinkedHashMap<>();
        for (Organisation organisation : organisations) {
            byId.put(organisation.id(), organisation);
        }
        return byId;
    }

    private static Organisation organisation(String id) {
        return new Organisation(id, new LocalText(id, id), Organisation.Kind.PARTNER, null);
    }

    private static Location location(
            String id, Organisation organisation, String city, double latitude, double longitude) {
        LocalText name = new LocalText(city, city);
        return new Location(
                id,
                organisation.id(),
                new City(city, name),
                name,
                null,
                "1",
                null,
                "Québec",
                "Canada",
                "H2L 3Z2",
                latitude,
                longitude,
                null,
                List.of(),
                ZoneId.of("America/Toronto"));
    }
}
