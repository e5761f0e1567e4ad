package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.wire.CommandKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Detects whether offsets that are missing before a chunk are messages deleted by the retention of the stream. Most are
 * not: brokers use offsets for entries of their own, and skip chunks because of filters. So it queries the first offset
 * of the stream; brokers before 3.11 do not support this. Used on the event loop only.
 */
final class RetentionMonitor {
    private final String stream;
    private final Listener listener;
    private final ArrayDeque<Gap> gaps = new ArrayDeque<>();
    private @Nullable Connection connection;
    private boolean asking;

    private record Gap(long from, long to) {}

    interface Listener {
        /** Messages from an offset to before another one were deleted before they could be read. */
        void skipped(long from, long to);

        /** It is known of all missing offsets whether they were deleted. */
        void checked();
    }

    RetentionMonitor(String stream, Listener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    /** There is a connection for queries; those that were not answered on an earlier one are repeated. */
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

    /** Whether a query for missing offsets is pending. */
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
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            if (cause instanceof RequestTimeoutException) {
                current.fail(cause); // a broker that does not answer is treated as lost
                return;
            } else if (current != connection || cause instanceof ConnectionException) {
                return; // the query is repeated on the next connection
            }
            asking = false;
            if (cause == null) {
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
