package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.core.Overloaded;
import org.creneau.testkit.Await;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are looked up by a name server that says, and does not say, what the test wants. */
class NameLookUpsTest {

    private static final UUID ASKER = UUID.randomUUID();
    private static final long QUESTION_MILLIS = 200;
    private static final long LOOK_UP_MILLIS = 1_000;
    /** Longer than a test waits for anything. */
    private static final long NEVER_MILLIS = 600_000;

    private final Vertx vertx = Vertx.vertx();
    private final NameServer server = NameServer.start();
    private final NameLookUps names = new NameLookUps(vertx, server.address(), QUESTION_MILLIS, LOOK_UP_MILLIS);
    private final NameLookUps patient = new NameLookUps(vertx, server.address(), NEVER_MILLIS, NEVER_MILLIS);
    private final Targets targets = new Targets(names, false);

    @AfterEach
    void close() {
        Await.of(names.close());
        Await.of(patient.close());
        Await.of(vertx.close());
        server.close();
    }

    private static Set<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.toSet());
    }

    private String code(String url) {
        return Await.of(targets.to(url, ASKER)) instanceof Targets.Way.Closed closed ? closed.code() : "open";
    }

    private static String outcome(Future<?> lookUp) {
        return Await.of(lookUp.map(found -> "found")
                .otherwise(failure -> failure.getClass().getSimpleName()));
    }

    @Test
    void allAddressesOfAllKindsAreFound() {
        server.has("partner.example.org", "1.1.1.1", "1.0.0.1", "2606:4700::1111");
        assertEquals(
                Set.of("1.1.1.1", "1.0.0.1", "2606:4700:0:0:0:0:0:1111"),
                texts(Await.of(names.addresses("partner.example.org", ASKER))));
        assertEquals("open", code("https://partner.example.org/hook"));
    }

    @Test
    void oneAddressInsideIsTooMany() {
        server.has("v4.example.org", "1.1.1.1", "10.0.0.1")
                .has("v6.example.org", "1.1.1.1", "fd00::1")
                .has("mapped.example.org", "1.1.1.1", "::ffff:127.0.0.1");
        assertEquals("webhook-address", code("https://v4.example.org/"));
        assertEquals("webhook-address", code("https://v6.example.org/"));
        assertEquals("webhook-address", code("https://mapped.example.org/"));
    }

    @Test
    void theHostsFileCounts() {
        assertTrue(Await.of(names.addresses("localhost", ASKER)).stream().allMatch(InetAddress::isLoopbackAddress));
        assertEquals("webhook-address", code("https://localhost/"));
        assertEquals(List.of(), server.asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://010.0.0.1/"})
    void anAddressIsTakenAsItIs(String url) {
        assertEquals("webhook-address", code(url));
        assertEquals(List.of(), server.asked());
    }

    /** No name ends in a number, and nobody is asked whether one does. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0x7f.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1.", "127.0.0.1.", "1.1.1.1.", "x.0x7f"
            })
    void anAddressThatIsSpelledOddlyIsRefused(String host) {
        server.has(host.replaceAll("\\.$", ""), "1.1.1.1");
        assertEquals("webhook-url", code("https://" + host + "/"));
        assertEquals(List.of(), server.asked());
    }

    @Test
    void aNameThatNobodyHasIsUnknown() {
        assertEquals("webhook-unknown-host", code("https://nobody.example.org/"));
    }

    @Test
    void aQuestionThatGotLostIsAskedAgain() {
        server.has("partner.example.org", "1.1.1.1").leavesUnanswered("partner.example.org", 2);
        assertEquals("open", code("https://partner.example.org/"));
    }

    @Test
    void whatIsNeverAnsweredEndsInTime() {
        server.neverAnswers("dead.example.org");
        assertEquals("webhook-unknown-host", code("https://dead.example.org/"));
        int asked = server.asked().size();
        assertTrue(asked <= 2 * (LOOK_UP_MILLIS / QUESTION_MILLIS + 1), "it is asked " + asked + " times");
    }

    /** The control is what was done before: names were looked up by threads that waited for the answer. */
    @Test
    void aNameThatIsNeverAnsweredHoldsUpNoOther() {
        int threads = 4;
        server.has("quick.example.org", "1.1.1.1").neverAnswers("dead.example.org");
        List<Future<?>> dead = IntStream.rangeClosed(0, threads)
                .<Future<?>>mapToObj(i -> {
                    server.neverAnswers(i + ".example.org");
                    return patient.addresses(i + ".example.org", UUID.randomUUID());
                })
                .toList();
        Until.holds(() -> server.asked().size() == 2 * dead.size());
        assertEquals("found", outcome(patient.addresses("quick.example.org", ASKER)));
        assertFalse(dead.stream().anyMatch(Future::isComplete));

        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(threads);
        List<CompletableFuture<?>> waiting = dead.stream()
                .limit(threads)
                .<CompletableFuture<?>>map(one -> CompletableFuture.supplyAsync(() -> Await.of(one), pool))
                .toList();
        CompletableFuture<?> quick =
                CompletableFuture.supplyAsync(() -> Await.of(patient.addresses("quick.example.org", ASKER)), pool);
        Until.holds(() -> pool.getActiveCount() == threads && pool.getQueue().size() == 1);
        assertFalse(waiting.stream().anyMatch(CompletableFuture::isDone));
        assertFalse(quick.isDone(), "there is no thread for it");
        pool.shutdownNow();
    }

    @Test
    void whoAskForTheSameNameShareTheAnswer() {
        server.has("partner.example.org", "1.1.1.1").leavesUnanswered("partner.example.org", 2);
        List<Future<List<InetAddress>>> all = Stream.generate(UUID::randomUUID)
                .limit(50)
                .map(asker -> names.addresses("partner.example.org", asker))
                .toList();
        all.forEach(one -> assertEquals(Set.of("1.1.1.1"), texts(Await.of(one))));
        assertEquals(4, server.asked().size(), "for addresses of both kinds, twice");
    }

    @Test
    void thereIsABoundToWhatOneAskerWaitsForAndItIsNobodyElses() {
        server.has("partner.example.org", "1.1.1.1");
        List<Future<?>> dead = IntStream.range(0, NameLookUps.AT_ONCE)
                .<Future<?>>mapToObj(i -> {
                    server.neverAnswers(i + ".example.org");
                    return names.addresses(i + ".example.org", ASKER);
                })
                .toList();
        assertEquals(Overloaded.class.getSimpleName(), outcome(names.addresses("partner.example.org", ASKER)));
        assertEquals("found", outcome(names.addresses("partner.example.org", UUID.randomUUID())));
        dead.forEach(one -> assertEquals("TimeoutException", outcome(one)));
        assertEquals("found", outcome(names.addresses("partner.example.org", ASKER)), "when they are over");
    }
}
