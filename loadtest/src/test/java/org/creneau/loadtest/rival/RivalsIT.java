package org.creneau.loadtest.rival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.config.SettingsLoader;
import org.creneau.embedded.EmbeddedServers;
import org.creneau.loadtest.compare.Databases;
import org.creneau.loadtest.rival.RivalFixture.Answer;
import org.creneau.ops.Migrations;
import org.creneau.ops.Violation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A rival that gives wrong answers would be no fair one. */
class RivalsIT {

    private static final int CLIENTS = 200;
    private static final int SEATS = 20;
    /** To PostgreSQL: more than make a strategy fast, so that requests do meet. */
    private static final int CONNECTIONS = 8;

    private static final AtomicInteger nextDatabase = new AtomicInteger(1);

    @TempDir
    private static Path folder;

    private static EmbeddedServers servers;
    private static Databases databases;

    @BeforeAll
    static void startServers() {
        servers = EmbeddedServers.start(SettingsLoader.defaults(
                Map.of("dataDir", folder.resolve("servers").toString())));
        databases = new Databases(servers.settings().database().url());
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FLOOR")
    void sellsEachSeatOnceAndAnswersRight(Strategy strategy) {
        int number = nextDatabase.getAndIncrement();
        try (RivalFixture rival = new RivalFixture(
                databases.create("rival_" + number),
                servers.settings().redis().url() + "/" + number,
                (metrics, settings) -> RivalServer.start(metrics, settings, strategy, CONNECTIONS))) {
            everybodyWantsTheSameSlot(rival, null);
            everybodyWantsTheSameSlot(rival, "key");
            oneClientManyTimes(rival);
            oneKeyManyTimes(rival);
            notNow(rival);
            assertEquals(List.of(), rival.violations());
        }
    }

    private static void everybodyWantsTheSameSlot(RivalFixture rival, @org.jspecify.annotations.Nullable String key) {
        UUID slot = rival.slots.open(1, SEATS).get(0);
        Collection<Answer> answers = all(rival.tokens(CLIENTS).stream()
                .map(token -> rival.book(token, slot, key))
                .toList());
        assertEquals(Map.of("201", (long) SEATS, "409 slot-full", (long) CLIENTS - SEATS), outcomes(answers));
        assertEquals(
                SEATS,
                answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .map(Answer::seat)
                        .distinct()
                        .count());
    }

    private static void oneClientManyTimes(RivalFixture rival) {
        UUID slot = rival.slots.open(1, SEATS).get(0);
        String token = rival.tokens(1).get(0);
        Collection<Answer> answers = all(IntStream.range(0, 20)
                .mapToObj(i -> rival.book(token, slot, null))
                .toList());
        assertEquals(Map.of("201", 1L, "409 already-booked", 19L), outcomes(answers));
        assertEquals("409 already-booked", rival.book(token, slot, null).join().outcome());
    }

    private static void oneKeyManyTimes(RivalFixture rival) {
        List<UUID> slots = rival.slots.open(2, 1);
        String token = rival.tokens(1).get(0);
        Collection<Answer> answers = all(IntStream.range(0, 20)
                .mapToObj(i -> rival.book(token, slots.get(0), "the-same"))
                .toList());
        assertEquals(Map.of("201", 20L), outcomes(answers));
        assertEquals(1, answers.stream().map(Answer::id).distinct().count());
        // The slot is full by now, which the client's own booking is the reason for.
        assertEquals(
                answers.iterator().next().id(),
                rival.book(token, slots.get(0), "the-same").join().id());
        assertEquals(
                "422 idempotency-key-reused",
                rival.book(token, slots.get(1), "the-same").join().outcome());
    }

    private static void notNow(RivalFixture rival) {
        List<UUID> slots = rival.slots.open(2, SEATS);
        rival.slots.run("update slot set publication = 'CLOSED' where id = '" + slots.get(0) + "'");
        rival.slots.run("update slot set opens_at = now() + interval '1 hour' where id = '" + slots.get(1) + "'");
        String token = rival.tokens(1).get(0);
        assertEquals(
                "409 slot-closed", rival.book(token, slots.get(0), null).join().outcome());
        assertEquals(
                "409 slot-not-open",
                rival.book(token, slots.get(1), null).join().outcome());
        assertEquals(
                "404 not-found",
                rival.book(token, UUID.randomUUID(), null).join().outcome());
    }

    @Test
    void theFloorStoresNothing() {
        try (RivalFixture floor = new RivalFixture(
                databases.create("floor"),
                servers.settings().redis().url() + "/14",
                (metrics, settings) -> RivalServer.start(metrics, settings, Strategy.FLOOR, 1))) {
            UUID slot = floor.slots.open(1, 1).get(0);
            String token = floor.tokens(1).get(0);
            Answer first = floor.book(token, slot, null).join();
            assertEquals("201", first.outcome());
            assertEquals("201", floor.book(token, slot, null).join().outcome());
            assertEquals(200, floor.get("/bookings/" + first.id(), token));
        }
    }

    /** The control: without any protection the same rush oversells, and the checker sees it. */
    @Test
    void readThenInsertAloneSellsSeatsTwice() {
        try (RivalFixture naive = new RivalFixture(
                databases.create("naive"), servers.settings().redis().url() + "/15", (metrics, settings) -> {
                    new Migrations(settings.database().url()).migrate();
                    return RivalServer.start(
                            metrics,
                            settings,
                            (parts, own, slots) -> new RivalBookings(
                                    parts.vertx(), own, slots, wish -> ReadThenInsert.book(parts.pool(), wish)),
                            CONNECTIONS);
                })) {
            naive.slots.run("drop index booking_seat");
            UUID slot = naive.slots.open(1, SEATS).get(0);
            Collection<Answer> answers = all(naive.tokens(CLIENTS).stream()
                    .map(token -> naive.book(token, slot, null))
                    .toList());
            long sold =
                    answers.stream().filter(answer -> answer.status() == 201).count();
            assertTrue(sold > SEATS, () -> "sold " + sold);
            List<Violation> found = naive.violations();
            assertTrue(found.stream().anyMatch(one -> one.invariant().equals("a seat is sold once")));
        }
    }

    private static Collection<Answer> all(List<CompletableFuture<Answer>> answers) {
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static Map<String, Long> outcomes(Collection<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::outcome, Collectors.counting()));
    }
}
