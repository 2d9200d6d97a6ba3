package org.creneau.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is calling: the peer, or whom a trusted proxy says it forwards for. */
final class ClientAddress {

    private static final int IPV6_BYTES = 16;

    /** An IPv6 customer has a /64 at least, so single addresses would be no limit at all. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Set<String> trustedProxies;

    ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /** The address that limits count for: an IPv4 address or an IPv6 network. */
    String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return of(peer == null ? null : peer.hostAddress(), request.headers().getAll("X-Forwarded-For"));
    }

    String of(@Nullable String peer, List<String> forwardedFor) {
        if (peer == null) {
            return "unknown";
        }
        if (!trustedProxies.contains(peer)) {
            return network(peer);
        }
        // From the right: each proxy appends whom it heard from, so what stands left of an untrusted address is
        // hearsay.
        String client = peer;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trustedProxies.contains(client); i--) {
            String hop = hops[i].strip();
            if (NetUtil.createByteArrayFromIpAddressString(hop) == null) {
                break;
            }
            client = hop;
        }
        return network(client);
    }

    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length != IPV6_BYTES
                ? address
                : Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
    }
}
