package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Subscribe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the chunks have arrived that the broker was asked for. Used on the event loop only.
 *
 * <p>A broker handles the frames of a connection in order. So its answer to a request comes behind chunks that were
 * asked for before, which may take long on a slow link, and ahead of those that are asked for later.
 */
final class ReadProgress {
    private static final int IDS = 256;
    private static final long[] NONE = new long[0];

    private final Timer timer;
    /** The chunks that were asked for, and that arrived, by id of the subscription, since the connection was opened. */
    private long @Nullable [] asked;

    private long[] arrived = NONE;
    private long lastNanos;

    ReadProgress(Timer timer) {
        this.timer = timer;
    }

    /** Bytes of a frame have arrived. */
    void bytesRead() {
        lastNanos = timer.nanoTime();
    }

    /** Something is sent, which may ask the broker for chunks. */
    void sent(Command command) {
        if (command instanceof Credit credit) {
            asked(credit.subscriptionId(), credit.credit());
        } else if (command instanceof Subscribe subscribe) {
            asked(subscribe.subscriptionId(), subscribe.credit());
        }
    }

    private void asked(int subscriptionId, int chunks) {
        if (asked == null) {
            asked = new long[IDS];
            arrived = new long[IDS];
        }
        asked[subscriptionId] += chunks;
    }

    /** A chunk of a subscription has arrived. */
    void chunkArrived(int subscriptionId) {
        if (asked != null) {
            arrived[subscriptionId]++;
        }
    }

    /** No more chunks of a subscription arrive. */
    void deleted(int subscriptionId) {
        if (asked != null) {
            arrived[subscriptionId] = asked[subscriptionId];
        }
    }

    /** What was asked for until now, for {@link #isBusySince}. */
    long[] asked() {
        return asked == null ? NONE : asked.clone();
    }

    /**
     * Whether chunks that were asked for until then may still be arriving, and with them what the broker has sent after
     * them: bytes have arrived within the last time, and no chunk that was asked for later.
     */
    boolean isBusySince(long[] askedUntil, Duration lately) {
        if (timer.nanoTime() - lastNanos >= lately.toNanos()) {
            return false;
        }
        boolean some = false;
        for (int i = 0; i < arrived.length; i++) {
            long until = askedUntil.length == 0 ? 0 : askedUntil[i];
            if (arrived[i] > until) {
                return false;
            }
            some |= arrived[i] < until;
        }
        return some;
    }
}
