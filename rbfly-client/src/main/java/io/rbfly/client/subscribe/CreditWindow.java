package io.rbfly.client.subscribe;

import io.rbfly.protocol.chunk.Chunk;

/**
 * How many chunks the broker may send: bounded by the chunks and by the bytes that are here and not read to their end.
 * Used on the event loop only.
 *
 * <p>Brokers since 3.11.8 send nothing while the credit is at most half of that of the Subscribe request. So that
 * request has one credit at most, half of which is none, and all others are given after it: each of them then counts at
 * once.
 */
final class CreditWindow {
    /** Credits before the first chunk has told what size to expect. */
    private static final int FIRST_CHUNKS = 10;

    /** Credit is given back when this part of the window is free, so that a command is worth it. */
    private static final int PART = 4;

    private final int maxChunks;
    private final long maxBytes;
    /** Chunks that were handed on and are not read to their end; each holds back one credit. */
    private int unread;

    private long unreadBytes;
    /** Chunks that the broker may still send. */
    private int granted;
    /** What a chunk is likely to have: the size of the largest one lately. */
    private int likelyBytes;

    CreditWindow(int maxChunks, long maxBytes) {
        this.maxChunks = maxChunks;
        this.maxBytes = maxBytes;
    }

    /**
     * The broker begins anew, with this credit. Chunks that are here count, so memory stays bounded over reconnects.
     */
    int begin() {
        granted = Math.min(1, room());
        return granted;
    }

    /** The broker begins anew and may send nothing yet. */
    int beginWithout() {
        granted = 0;
        return 0;
    }

    /** A chunk came. */
    void received(Chunk chunk) {
        int bytes = chunk.dataLength();
        unread++;
        unreadBytes += bytes;
        granted = Math.max(0, granted - 1);
        likelyBytes = Math.max(bytes, likelyBytes - likelyBytes / 8);
    }

    /** A chunk of so many bytes was read to its end. */
    void read(int bytes) {
        unread--;
        unreadBytes -= bytes;
    }

    /** The credit to give now, which is taken as given; 0 for none. */
    int grant() {
        int credit = room() - granted;
        if (credit <= 0 || credit < fitting(maxBytes) / PART) {
            return 0;
        }
        granted += credit;
        return credit;
    }

    /**
     * Chunks that may be on their way. With nothing here it is at least one, whatever the size, so reading never
     * stalls.
     */
    private int room() {
        long bytesLeft = maxBytes - unreadBytes;
        return bytesLeft <= 0 ? 0 : Math.min(maxChunks - unread, fitting(bytesLeft));
    }

    /** Chunks that are likely to fit into so many bytes. */
    private int fitting(long bytes) {
        long fitting = likelyBytes == 0 ? FIRST_CHUNKS : Math.max(1, bytes / likelyBytes);
        return (int) Math.min(maxChunks, fitting);
    }
}
