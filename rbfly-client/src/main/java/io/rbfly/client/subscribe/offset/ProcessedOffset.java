package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.OffsetStoring;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The offset up to which the application has processed the stream, and the one that was stored in the broker. Written
 * by the subscription's serial executor or by threads that acknowledge messages, read on the event loop; lock-free.
 */
public final class ProcessedOffset {
    /** No offset, where one is expected. */
    public static final long NONE = -1;

    private final int messages;
    private final Runnable due;
    private final AtomicLong handled = new AtomicLong(NONE);
    private final AtomicInteger acknowledged = new AtomicInteger();
    /** Used in the serial executor only. */
    private int count;
    /** Messages of chunks written before this time belong to a stream that was deleted. */
    private volatile long sinceMillis = Long.MIN_VALUE;

    private volatile boolean storingEach;
    /** Used on the event loop only. */
    private long stored = NONE;

    /** Creates it with an action that is called each time a number of messages were processed. */
    ProcessedOffset(OffsetStoring storing, Runnable due) {
        this.messages = storing.messages();
        this.due = due;
    }

    /** The message at an offset and all messages before it are processed; called in the serial executor. */
    public void handled(long offset, long chunkMillis) {
        if (chunkMillis < sinceMillis) {
            return;
        }
        handled.setRelease(offset);
        if (++count >= messages || storingEach) {
            count = 0;
            due.run();
        }
    }

    /** As {@link #handled}, in any thread. If this is called several times, the highest offset counts. */
    public void acknowledged(long offset, long chunkMillis) {
        if (chunkMillis < sinceMillis) {
            return;
        }
        handled.accumulateAndGet(offset, ProcessedOffset::later);
        if (acknowledged.incrementAndGet() >= messages || storingEach) {
            acknowledged.set(0);
            due.run();
        }
    }

    private static long later(long offset, long other) {
        return offset == NONE || other != NONE && Long.compareUnsigned(other, offset) > 0 ? other : offset;
    }

    /** Whether all messages up to an offset are processed, {@link #NONE} for none. */
    public boolean reaches(long offset) {
        return offset == NONE || handled.getAcquire() == offset;
    }

    /** Stores after each message from now on, since there is no later opportunity. */
    void storeEach() {
        storingEach = true;
    }

    /**
     * Starts again behind an offset: this one and all before it are processed, and it is stored. {@link #NONE} if there
     * is none. Later calls with lower offsets have no effect.
     */
    void startAfter(long offset) {
        handled.set(offset);
        stored = offset;
        storingEach = false;
    }

    /** The messages up to an offset are not wanted, which counts as processed. */
    void skipTo(long offset) {
        handled.accumulateAndGet(offset, ProcessedOffset::later);
    }

    /** The offset up to which all messages are processed, {@link #NONE} for none; for use in any thread. */
    public long get() {
        return handled.getAcquire();
    }

    /** Whether an offset is processed: the same or a later one was reported; true for {@link #NONE}. */
    public boolean covers(long offset) {
        long reached = handled.get(); // after storeEach: either this is the latest, or the action is called again
        return offset == NONE || reached != NONE && Long.compareUnsigned(reached, offset) >= 0;
    }

    /** The stream was created again: starts again with messages of chunks written since then. */
    void beginAgain(long chunkMillis) {
        sinceMillis = chunkMillis;
        handled.set(NONE);
        stored = NONE;
    }

    /** Whether the offset has changed since it was stored. */
    boolean isNew() {
        return handled.getAcquire() != stored;
    }

    /** The offset that was sent last, {@link #NONE} if none was or if it is unknown whether it arrived. */
    long stored() {
        return stored;
    }

    /** The broker has stored this offset, or a later one. */
    void isStored(long offset) {
        stored = offset;
    }

    /** It is unknown which offset the broker has stored. */
    void forgetStored() {
        stored = NONE;
    }

    /** Returns the offset to store, and counts it as stored. */
    long store() {
        stored = handled.getAcquire();
        return stored;
    }
}
