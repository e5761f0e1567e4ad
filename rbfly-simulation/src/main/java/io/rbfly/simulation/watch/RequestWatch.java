package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that the requests of a connection have the time that they should: it counts from when their bytes have left,
 * or, as long as they have not, from when any bytes have left.
 */
final class RequestWatch {
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private long framesEnd;
    private long left;
    private long leftNanos;

    private static final class Waiting {
        final String key;
        final long end;
        long sinceNanos;

        Waiting(String key, long end, long sinceNanos) {
            this.key = key;
            this.end = end;
            this.sinceNanos = sinceNanos;
        }
    }

    /** A frame is written, and is the next one to leave. */
    void written(int bytes) {
        framesEnd += bytes;
    }

    /** The frame that was written last is a request. */
    void request(String key, int correlationId, long nanos) {
        waiting.put(correlationId, new Waiting(key, framesEnd, nanos));
    }

    /** Bytes have left. */
    void left(int bytes, long nanos) {
        for (Waiting each : waiting.values()) {
            each.sinceNanos = each.end > left ? nanos : each.sinceNanos;
        }
        left += bytes;
        leftNanos = nanos;
    }

    /** A request is answered. */
    void answered(int correlationId) {
        waiting.remove(correlationId);
    }

    /** The client has waited in vain for the answer to a request with a key. */
    void unanswered(String key, long limitNanos, long nanos, Findings findings) {
        long longest = waiting.values().stream()
                .filter(each -> each.key.equals(key))
                .mapToLong(each -> nanos - each.sinceNanos)
                .max()
                .orElse(Long.MAX_VALUE);
        findings.check(
                longest >= limitNanos,
                "a request has its time from when its bytes have left",
                () -> key + ": " + longest + " ns; bytes have left " + (nanos - leftNanos) + " ns ago, "
                        + (framesEnd - left) + " have not");
    }
}
