package org.creneau.event;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are out there, where anybody may send to: not this machine, nor the networks behind it. By the registries
 * of special-purpose addresses (RFC 6890 and its successors).
 */
final class PublicAddresses {

    private static final List<Block> V4 = List.of(
            new Block("0.0.0.0", 8),
            new Block("10.0.0.0", 8),
            new Block("100.64.0.0", 10), // carriers' own
            new Block("127.0.0.0", 8),
            new Block("169.254.0.0", 16), // of the link, and where clouds keep their metadata
            new Block("172.16.0.0", 12),
            new Block("192.0.0.0", 24),
            new Block("192.0.2.0", 24),
            new Block("192.88.99.0", 24), // relays into IPv6
            new Block("192.168.0.0", 16),
            new Block("198.18.0.0", 15),
            new Block("198.51.100.0", 24),
            new Block("203.0.113.0", 24),
            new Block("224.0.0.0", 3)); // groups, and what is reserved

    /** Global unicast is 2000::/3; in it, these hold an IPv4 address or lead nowhere. */
    private static final List<Block> V6 = List.of(
            new Block("2001::", 23), // among them Teredo
            new Block("2001:db8::", 32),
            new Block("2002::", 16), // 6to4
            new Block("3fff::", 20));

    private static final Block GLOBAL_UNICAST = new Block("2000::", 3);

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        List<Block> special = address instanceof Inet4Address ? V4 : V6;
        boolean global = address instanceof Inet4Address || GLOBAL_UNICAST.contains(address);
        return global && special.stream().noneMatch(block -> block.contains(address));
    }

    /** A network. */
    private static final class Block {

        private final byte[] network;
        private final int bits;

        /** @param literal an address, which is not looked up */
        Block(String literal, int bits) {
            this.network = address(literal);
            this.bits = bits;
        }

        private static byte[] address(String literal) {
            try {
                return InetAddress.getByName(literal).getAddress();
            } catch (java.net.UnknownHostException e) {
                throw new IllegalArgumentException(literal, e);
            }
        }

        boolean contains(InetAddress one) {
            byte[] bytes = one.getAddress();
            if (bytes.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
