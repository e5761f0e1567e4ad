package io.rbfly.client.connection;

import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * How far the chunks have arrived that the broker was asked for. Used on the event loop only.
 *
 * <p>A broker handles the frames of a connection in order. So its answer to a request comes behind chunks that were
 * asked for before, which may take long on a slow link, and ahead of those that are asked for later.
 */
final class ReadProgress {
    private static final int IDS = 256;
    private static final int MANY_BYTES = 1024;
    private static final long[] NONE = new long[0];

    /** The chunks that were asked for, and that arrived, by id of the subscription, since the connection was opened. */
    private long @Nullable [] asked;

    private long[] arrived = NONE;
    private long bytes;

    /** Bytes have arrived. */
    void bytesRead(int count) {
        bytes += count;
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

    /** What was asked for until now, for {@link #isBusy}. */
    long[] asked() {
        return asked == null ? NONE : asked.clone();
    }

    /** The bytes that have arrived. */
    long bytes() {
        return bytes;
    }

    /**
     * Whether chunks that were asked for until a time may still be arriving, and with them what the broker has sent
     * after them: bytes arrive, more than heartbeats have, and no chunk has arrived that was asked for later.
     *
     * @param bytesBefore the bytes that had arrived a while ago
     */
    boolean isBusy(long[] askedUntil, long bytesBefore) {
        if (bytes - bytesBefore < MANY_BYTES) {
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
