package io.rbfly.client.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How far the bytes that were written to a channel have left: the buffer that is being sent, null for none, and how
 * much of it was sent. If it is the same at two times, no byte has left in between.
 */
record WriteProgress(@Nullable Object buffer, long sent) {
    private static final WriteProgress NOTHING = new WriteProgress(null, 0);

    static WriteProgress of(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        Object current = waiting == null ? null : waiting.current();
        return current == null ? NOTHING : new WriteProgress(current, waiting.currentProgress());
    }

    /** Compares the buffers by identity: two with the same bytes are different. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WriteProgress progress && buffer == progress.buffer && sent == progress.sent;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(buffer) * 31 + Long.hashCode(sent);
    }
}
