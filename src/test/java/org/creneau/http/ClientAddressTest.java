package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private final ClientAddress behindProxies = new ClientAddress(List.of("10.0.0.1", "10.0.0.2"));

    @Test
    void strangersAreNotBelieved() {
        assertEquals("192.0.2.7", behindProxies.of("192.0.2.7", List.of("198.51.100.1")));
    }

    @Test
    void theLastAddressThatNoProxyOfOursHasIsTheClient() {
        assertEquals("198.51.100.1", behindProxies.of("10.0.0.1", List.of("198.51.100.1")));
        assertEquals("198.51.100.1", behindProxies.of("10.0.0.1", List.of("1.2.3.4, 198.51.100.1, 10.0.0.2")));
        assertEquals("198.51.100.1", behindProxies.of("10.0.0.1", List.of("1.2.3.4", "198.51.100.1")));
    }

    @Test
    void nonsenseFromAProxyCountsForTheProxy() {
        assertEquals("10.0.0.1", behindProxies.of("10.0.0.1", List.of("1.2.3.4, unknown")));
        assertEquals("10.0.0.1", behindProxies.of("10.0.0.1", List.of()));
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        String one = behindProxies.of("2001:db8:1:2::1", List.of());
        assertEquals(one, behindProxies.of("2001:db8:1:2:ffff::9", List.of()));
        assertNotEquals(one, behindProxies.of("2001:db8:1:3::1", List.of()));
    }

    @Test
    void ipv4InTheClothesOfIpv6IsNoNetwork() {
        assertEquals("198.51.100.1", behindProxies.of("10.0.0.1", List.of("::ffff:198.51.100.1")));
        assertEquals("198.51.100.2", behindProxies.of("::ffff:c633:6402", List.of()));
    }
}
