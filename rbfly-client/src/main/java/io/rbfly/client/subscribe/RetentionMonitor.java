package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.wire.CommandKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether offsets that are missing before a chunk are messages that the stream's retention has deleted. Most
 * are not: brokers use offsets for what they note themselves, and leave out chunks that a filter does not want. So the
 * broker is asked where the stream begins; those before 3.11 cannot be asked. Used on the event loop only.
 */
final class RetentionMonitor {
    private final String stream;
    private final Listener listener;
    private final ArrayDeque<Gap> gaps = new ArrayDeque<>();
    private @Nullable Connection connection;
    private boolean asking;

    private record Gap(long from, long to) {}

    interface Listener {
        /** Messages from an offset to before another were deleted, before they could be read. */
        void skipped(long from, long to);

        /** All that was missing is known to be deleted or not. */
        void checked();
    }

    RetentionMonitor(String stream, Listener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    /** There is a connection that can be asked; what an earlier one did not answer is asked again. */
    void connected(Connection current) {
        connection = current;
        asking = false;
        ask();
    }

    /** Offsets are missing. */
    void missing(long from, long to) {
        gaps.add(new Gap(from, to));
        ask();
    }

    /** Whether it is not clear yet what became of missing offsets. */
    boolean isChecking() {
        return !gaps.isEmpty();
    }

    private void ask() {
        Connection current = connection;
        if (asking || gaps.isEmpty() || current == null) {
            return;
        }
        if (!current.supports(CommandKey.STREAM_STATS, 1)) {
            gaps.clear();
            return;
        }
        asking = true;
        current.ask(new StreamStats(stream)).whenComplete((reply, error) -> {
            if (current != connection || error != null && Callbacks.unwrap(error) instanceof ConnectionException) {
                return; // the next connection is asked
            }
            asking = false;
            if (error == null) {
                answered(reply.statistics().getOrDefault(StreamStats.FIRST_CHUNK_ID, ProcessedOffset.NONE));
            } else {
                gaps.clear();
            }
            listener.checked();
        });
    }

    private void answered(long first) {
        for (Gap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
            if (first != ProcessedOffset.NONE && Long.compareUnsigned(first, gap.from) > 0) {
                listener.skipped(gap.from, gap.to);
            }
        }
    }
}
