package org.creneau.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/**
 * What one connection may hold, in the kernel and in the node. Left alone, Linux lets the answers to somebody who does not
 * read them grow to megabytes; a few thousand such connections use up the memory that it grants to TCP altogether, and
 * then it drops what arrives on any connection, PostgreSQL's and Redis's among them.
 */
final class SocketBuffers {

    /** The kernel doubles it, for its own bookkeeping. A long answer takes a few round trips to somebody far away. */
    private static final int SEND_BYTES = 32 * 1024;

    private static final int RECEIVE_BYTES = 32 * 1024;

    /** Above the one, no further request of a connection is served, until less than the other is left to be sent. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    private static final int SMALLEST_READ_BYTES = 64;
    private static final int FIRST_READ_BYTES = 2048;

    /** Everything read at once is decoded, and hundreds of tiny requests may be in it. */
    private static final int LARGEST_READ_BYTES = 16 * 1024;

    private static final MaxMessagesRecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(
                    SMALLEST_READ_BYTES, FIRST_READ_BYTES, LARGEST_READ_BYTES)
            .maxMessagesPerRead(1);

    private SocketBuffers() {}

    /** For a new connection. */
    static void bound(Channel channel) {
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.SO_SNDBUF, SEND_BYTES);
        config.setOption(ChannelOption.SO_RCVBUF, RECEIVE_BYTES);
        config.setWriteBufferWaterMark(UNSENT);
        config.setRecvByteBufAllocator(READS);
    }
}
