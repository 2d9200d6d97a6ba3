package org.creneau.catalogue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.creneau.core.LocalText;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueIT {

    private final Vertx vertx = Vertx.vertx();
    private String database;
    private CatalogueLoader loader;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        TestServers.execute(database, """
                insert into city values ('montreal', 'Montréal', 'Montreal');
                insert into organisation values ('z', 'Zone', 'Zone', 'PARTNER', '514'), ('e', 'École', 'School', 'MINISTRY', null),
                    ('f', 'Forum', 'Forum', 'PARTNER', null);
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country,
                    postal_code, latitude, longitude, directions_fr, services_fr, services_en, zone)
                values ('l', 'z', 'montreal', 'Lieu', 'Place', '1', 'Québec', 'Canada', 'H2L 3Z2', 45.5, -73.5,
                        'Métro', '{Repas,Accès}', '{Meals,Access}', 'America/Montreal');
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                    duration_minutes, documents_fr, documents_en, reschedulable)
                values ('o', 'GROUP_WORKSHOP', 'Objectif', 'Objective', 'd', 'd', 180, '{}', '{}', false),
                       ('v', 'INDIVIDUAL_MEETING', 'ÉVALUATION', 'EVALUATION', 'd', 'd', 30, '{Papier}', '{Paper}', true);
                insert into offer values ('o', 'z'), ('o', 'e'), ('v', 'e');
                """);
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(database))
                .build();
        loader = new CatalogueLoader(new CatalogueStore(pool), 3_600_000);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void everythingIsReadAndInTheOrderOfTheAlphabet() throws Exception {
        deploy();
        Catalogue catalogue = loader.current();
        assertEquals(List.of("v", "o"), List.copyOf(catalogue.types().keySet()), "É sorts as E, before O");
        assertEquals(
                List.of("e", "f", "z"), List.copyOf(catalogue.organisations().keySet()));
        assertEquals(
                List.of("e", "z"),
                Objects.requireNonNull(catalogue.organisationsByType().get("o")).stream()
                        .map(Organisation::id)
                        .toList());
        Location location = Objects.requireNonNull(catalogue.locations().get("l"));
        assertEquals("montreal", location.city().id());
        assertEquals(new LocalText("Métro", "Métro"), location.directions());
        assertEquals(List.of(new LocalText("Repas", "Meals"), new LocalText("Accès", "Access")), location.services());
        assertEquals(ZoneId.of("America/Montreal"), location.zone());
        assertNull(location.office());
        AppointmentType type = Objects.requireNonNull(catalogue.types().get("v"));
        assertEquals(AppointmentType.Kind.INDIVIDUAL_MEETING, type.kind());
        assertEquals(List.of(new LocalText("Papier", "Paper")), type.documents());
        assertEquals(false, Objects.requireNonNull(catalogue.types().get("o")).reschedulable());
    }

    @Test
    void aRefreshSeesWhatWasCommittedBeforeItWasAskedFor() throws Exception {
        deploy();
        Future<Void> running = loader.refresh();
        TestServers.execute(database, "update city set name_fr = 'Ville-Marie'");
        loader.refresh().await(20, SECONDS);
        assertEquals(
                "Ville-Marie",
                Objects.requireNonNull(loader.current().cities().get("montreal"))
                        .name()
                        .fr());
        running.await(20, SECONDS);
    }

    @Test
    void whatDidNotChangeStaysTheSameObjectAndAFailureKeepsIt() throws Exception {
        deploy();
        Catalogue first = loader.current();
        loader.refresh().await(20, SECONDS);
        assertSame(first, loader.current());
        TestServers.execute(database, "alter table offer rename to away");
        assertThrows(RuntimeException.class, () -> loader.refresh().await(20, SECONDS));
        assertSame(first, loader.current());
        TestServers.execute(database, "alter table away rename to offer; delete from offer");
        loader.refresh().await(20, SECONDS);
        assertNotSame(first, loader.current());
    }

    @Test
    void withoutAFirstSnapshotItDoesNotStart() {
        TestServers.execute(database, "alter table offer rename to away");
        assertThrows(RuntimeException.class, this::deploy);
        assertThrows(IllegalStateException.class, loader::current);
    }

    private void deploy() throws Exception {
        vertx.deployVerticle(loader).await(20, SECONDS);
    }
}
