package io.rbfly.client.subscribe;

import io.rbfly.client.budget.Budget;
import io.rbfly.client.budget.Share;
import org.jspecify.annotations.Nullable;

/**
 * Computes how many chunks the broker may send: limited by the chunks and by the bytes that are received and not read
 * completely. Used on the event loop only.
 *
 * <p>Brokers since 3.11.8 send nothing while the credit is at most half of that of the Subscribe request. So that
 * request has a credit of at most one, half of which is zero, and all other credits are given later: each of them then
 * counts immediately.
 *
 * <p>The partitions of a super stream share a {@link Budget} of chunks and bytes. Credit cannot be taken back, so a
 * partition has credit only for as many chunks as are guaranteed to it, whether it is busy or not; what is lent to it
 * are the chunks that are received and not read, and it returns when they are read.
 */
final class CreditWindow {
    /** The credits before the size of the first chunk is known. */
    private static final int FIRST_CHUNKS = 10;

    /** The divisor of the window that must be free before credit is given, so that a command is worthwhile. */
    private static final int GRANT_DIVISOR = 4;

    private final int maxChunks;
    private final long maxBytes;
    /** The share of a budget that limits this in place of the maximums; null if there is none. */
    private final @Nullable Share share;

    /** Chunks that were passed on and are not read completely; each takes up one credit. */
    private int unread;

    private long unreadBytes;
    /** Chunks that the broker may still send. */
    private int granted;
    /** The expected size of a chunk: the largest of recent ones. */
    private long likelyBytes;

    CreditWindow(int maxChunks, long maxBytes) {
        this(maxChunks, maxBytes, null, () -> {});
    }

    /**
     * Creates a window that is limited by a budget in place of the maximums, if there is one.
     *
     * @param granted called when there may be credit to give
     */
    CreditWindow(int maxChunks, long maxBytes, @Nullable Budget budget, Runnable granted) {
        this.maxChunks = maxChunks;
        this.maxBytes = maxBytes;
        this.share = budget == null ? null : budget.join(granted);
    }

    /**
     * Starts again with a new Subscribe request, and returns its credit. Chunks that are already received count, so
     * that memory remains limited across reconnects.
     */
    int begin() {
        granted = 0;
        hold();
        granted = share == null ? Math.min(1, room()) : lent(share, 1);
        return granted;
    }

    /** Starts again with a new Subscribe request, which gives no credit. */
    int beginWithout() {
        granted = 0;
        hold();
        return 0;
    }

    /** A chunk with a number of bytes was received. */
    void received(long bytes) {
        unread++;
        unreadBytes += bytes;
        granted = Math.max(0, granted - 1);
        likelyBytes = Math.max(bytes, likelyBytes - likelyBytes / 8);
        hold();
    }

    /** A chunk with a number of bytes was read completely. */
    void read(long bytes) {
        unread--;
        unreadBytes -= bytes;
        hold();
    }

    /** Returns the credit to give now, and counts it as given; 0 for none. */
    int grant() {
        if (share != null) {
            return grant(share);
        }
        int credit = room() - granted;
        if (credit <= 0 || credit < fitting(maxBytes) / GRANT_DIVISOR) {
            return 0;
        }
        granted += credit;
        return credit;
    }

    /**
     * The chunks that the broker may send. At least one if no chunk is received, whatever the size, so that reading
     * never stalls.
     */
    private int room() {
        long bytesLeft = maxBytes - unreadBytes;
        return bytesLeft <= 0 ? 0 : Math.min(maxChunks - unread, fitting(bytesLeft));
    }

    /** The chunks that are likely to fit into a number of bytes. */
    private int fitting(long bytes) {
        long fitting = likelyBytes == 0 ? FIRST_CHUNKS : Math.max(1, bytes / likelyBytes);
        return (int) Math.min(maxChunks, fitting);
    }

    private int grant(Share limit) {
        int most = Math.max(1, (int) Math.min(limit.guaranteedMessages(), fitting(maxBytes)));
        int credit = most - granted;
        if (credit <= 0 || credit < most / GRANT_DIVISOR) {
            return 0;
        }
        int given = lent(limit, credit);
        granted += given;
        return given;
    }

    /** Holds up to a number of chunks more, at least one if there is none, and returns how many. */
    private int lent(Share limit, int credit) {
        for (int some = credit; some > 0; some /= 2) {
            if (limit.raiseNow(unread + granted + some, unreadBytes + (granted + some) * likelyBytes)) {
                limit.stopWaiting();
                return some;
            }
        }
        if (unread + granted == 0) {
            limit.set(1, likelyBytes);
            limit.stopWaiting();
            return 1;
        }
        limit.raise(unread + granted + 1, unreadBytes + (granted + 1) * likelyBytes, false);
        return 0;
    }

    /** Holds what is there and what may come. */
    private void hold() {
        if (share != null) {
            share.set(unread + granted, unreadBytes + granted * likelyBytes);
        }
    }

    /** No credit can be given at present. */
    void stopWaiting() {
        if (share != null) {
            share.stopWaiting();
            hold();
        }
    }

    /** Lets others have what has returned. */
    void wakeOthers() {
        if (share != null) {
            share.budget().wake();
        }
    }

    /** There is no more to receive. */
    void end() {
        if (share != null) {
            share.leave();
            wakeOthers();
        }
    }
}
