package io.rbfly.client.subscribe;

/**
 * Computes how many chunks the broker may send: limited by the chunks and by the bytes that are received and not read
 * completely. Used on the event loop only.
 *
 * <p>Brokers since 3.11.8 send nothing while the credit is at most half of that of the Subscribe request. So that
 * request has a credit of at most one, half of which is zero, and all other credits are given later: each of them then
 * counts immediately.
 */
final class CreditWindow {
    /** The credits before the size of the first chunk is known. */
    private static final int FIRST_CHUNKS = 10;

    /** The divisor of the window that must be free before credit is given, so that a command is worthwhile. */
    private static final int GRANT_DIVISOR = 4;

    private final int maxChunks;
    private final long maxBytes;
    /** Chunks that were passed on and are not read completely; each takes up one credit. */
    private int unread;

    private long unreadBytes;
    /** Chunks that the broker may still send. */
    private int granted;
    /** The expected size of a chunk: the largest of recent ones. */
    private long likelyBytes;

    CreditWindow(int maxChunks, long maxBytes) {
        this.maxChunks = maxChunks;
        this.maxBytes = maxBytes;
    }

    /**
     * Starts again with a new Subscribe request, and returns its credit. Chunks that are already received count, so
     * that memory remains limited across reconnects.
     */
    int begin() {
        granted = Math.min(1, room());
        return granted;
    }

    /** Starts again with a new Subscribe request, which gives no credit. */
    int beginWithout() {
        granted = 0;
        return 0;
    }

    /** A chunk with a number of bytes was received. */
    void received(long bytes) {
        unread++;
        unreadBytes += bytes;
        granted = Math.max(0, granted - 1);
        likelyBytes = Math.max(bytes, likelyBytes - likelyBytes / 8);
    }

    /** A chunk with a number of bytes was read completely. */
    void read(long bytes) {
        unread--;
        unreadBytes -= bytes;
    }

    /** Returns the credit to give now, and counts it as given; 0 for none. */
    int grant() {
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
}
