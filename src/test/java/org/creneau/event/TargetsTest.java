package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Overloaded;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks may be. */
class TargetsTest {

    private static final UUID ASKER = UUID.randomUUID();

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every name has these addresses. */
    private static Targets where(boolean loopback, String... addresses) {
        return new Targets(
                (name, asker) -> Future.succeededFuture(
                        Arrays.stream(addresses).map(TargetsTest::address).toList()),
                loopback);
    }

    private static String code(Targets targets, String url) {
        return Await.of(targets.to(url, ASKER)) instanceof Targets.Way.Closed closed ? closed.code() : "open";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::10.0.0.1",
                "2002:a00:1::1",
                "2001:0:1::1",
                "2001:db8::1"
            })
    void whatIsNotOutThereIsRefused(String literal) {
        assertFalse(PublicAddresses.contain(address(literal)));
        assertEquals("webhook-address", code(where(false, literal), "https://partner.example.org/hook"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "223.255.255.1", "2606:4700::1111"})
    void whatIsOutThereIsTaken(String literal) {
        assertTrue(PublicAddresses.contain(address(literal)));
        assertEquals("open", code(where(false, literal), "https://partner.example.org/hook"));
    }

    @Test
    void oneAddressInsideIsTooMany() {
        assertEquals("webhook-address", code(where(false, "1.1.1.1", "10.0.0.1"), "https://partner.example.org/"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://partner.example.org/, webhook-https",
        "ftp://partner.example.org/, webhook-url",
        "https://user:secret@partner.example.org/, webhook-url",
        "https://partner.example.org/#part, webhook-url",
        "https:///hook, webhook-url",
        "https://partner.example.org:0/, webhook-url",
        "https://partner.example.org:70000/, webhook-url",
        "partner.example.org, webhook-url",
        "https://a b/, webhook-url",
        "'', webhook-url"
    })
    void otherAddressesAreRefused(String url, String code) {
        assertEquals(code, code(where(false, "1.1.1.1"), url));
    }

    @Test
    void aLongAddressIsRefused() {
        assertEquals("webhook-url", code(where(false, "1.1.1.1"), "https://partner.example.org/" + "x".repeat(500)));
    }

    @Test
    void aNameThatNobodyHasIsRefused() {
        Targets targets = new Targets((name, asker) -> Future.failedFuture(new UnknownHostException(name)), false);
        assertEquals("webhook-unknown-host", code(targets, "https://nobody.example.org/"));
    }

    @Test
    void whoAsksForTooMuchIsToldSo() {
        Targets targets = new Targets((name, asker) -> Future.failedFuture(new Overloaded("names")), false);
        Future<String> answer = targets.to("https://partner.example.org/", ASKER)
                .map(way -> "an answer about the name")
                .otherwise(failure -> failure instanceof Overloaded ? "overloaded" : failure.toString());
        assertEquals("overloaded", Await.of(answer));
    }

    @Test
    void thisMachineIsOnlyForTests() {
        assertEquals("webhook-address", code(where(false, "127.0.0.1"), "https://localhost/"));
        assertEquals("open", code(where(true, "127.0.0.1"), "http://localhost/"));
        assertEquals("webhook-address", code(where(true, "10.0.0.1"), "https://inside.example.org/"));
        assertEquals("webhook-address", code(where(true, "1.1.1.1"), "http://partner.example.org/"), "without TLS");
    }

    /** The connection goes to the address that was checked, whatever the name says a moment later. */
    @Test
    void whatIsConnectedToIsWhatWasChecked() {
        List<String> answers = new ArrayList<>(List.of("1.1.1.1", "10.0.0.1"));
        Targets targets =
                new Targets((name, asker) -> Future.succeededFuture(List.of(address(answers.remove(0)))), false);
        Targets.Way.Open open =
                (Targets.Way.Open) Await.of(targets.to("https://rebinding.example.org/hook?a=b", ASKER));
        assertEquals("1.1.1.1", ((SocketAddress) open.options().getServer()).host());
        assertEquals(443, ((SocketAddress) open.options().getServer()).port());
        assertEquals("rebinding.example.org", open.options().getHost());
        assertEquals("/hook?a=b", open.options().getURI());
        assertEquals("webhook-address", code(targets, "https://rebinding.example.org/hook?a=b"), "the next time");
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        List<String> asked = new ArrayList<>();
        Targets targets = new Targets(
                (name, asker) -> {
                    asked.add(name);
                    return Future.succeededFuture(List.of(address(name)));
                },
                false);
        assertEquals("open", code(targets, "https://[2606:4700::1111]:8443/"));
        assertEquals(List.of("2606:4700::1111"), asked);
    }
}
