package org.creneau.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is calling: the peer, or whom a trusted proxy says it forwards for. */
public final class ClientAddress {

    private static final int IPV6_BYTES = 16;

    /** An IPv6 customer has a /64 at least, so single addresses would be no limit at all. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final int IPV4_BYTES = 4;
    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final Set<String> trustedProxies;

    ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /** The address that limits count for: an IPv4 address or an IPv6 network. */
    public String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String host = peer == null ? null : peer.hostAddress();
        return host != null && !trustedProxies.contains(host)
                ? network(host)
                : of(host, request.headers().getAll("X-Forwarded-For"));
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
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        if (isIpv4(bytes)) {
            return NetUtil.bytesToIpAddress(bytes, IPV6_BYTES - IPV4_BYTES, IPV4_BYTES);
        }
        return HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }

    /** In IPv6's clothes (::ffff:192.0.2.7): as a network of IPv6, all of IPv4 would be one client. */
    private static boolean isIpv4(byte[] bytes) {
        return Arrays.equals(bytes, 0, IPV4_MAPPED.length, IPV4_MAPPED, 0, IPV4_MAPPED.length);
    }
}
