package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketBuffersTest {

    /** As they were asked for, or as Linux doubles them. Left alone, they would be of other sizes, and grow. */
    private static final Set<Integer> BOUNDS = Set.of(32 * 1024, 64 * 1024);

    @Test
    void whatTheKernelKeepsForAConnectionIsBounded() {
        NioSocketChannel socket = new NioSocketChannel();
        try {
            SocketBuffers.bound(socket);
            SocketChannelConfig config = socket.config();
            assertTrue(BOUNDS.contains(config.getSendBufferSize()), () -> "sends " + config.getSendBufferSize());
            assertTrue(BOUNDS.contains(config.getReceiveBufferSize()), () -> "reads " + config.getReceiveBufferSize());
            assertEquals(16 * 1024, config.getWriteBufferHighWaterMark());
        } finally {
            ((Channel) socket).unsafe().closeForcibly();
        }
    }
}
