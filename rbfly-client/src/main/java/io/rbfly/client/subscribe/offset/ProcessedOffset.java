package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.OffsetStoring;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the application has processed the stream, and how much of that the broker was told. Written by the
 * subscription's serial executor, or by whoever acknowledges messages; read on the event loop; without waiting for each
 * other.
 */
public final class ProcessedOffset {
    /** No offset, where one is expected. */
    public static final long NONE = -1;

    private final int messages;
    private final Runnable due;
    private final AtomicLong handled = new AtomicLong(NONE);
    private final AtomicInteger acknowledged = new AtomicInteger();
    /** In the serial executor only. */
    private int count;
    /** Messages of chunks that were written before are those of a stream that is gone. */
    private volatile long sinceMillis = Long.MIN_VALUE;

    private volatile boolean storingEach;
    /** On the event loop only. */
    private long stored = NONE;

    /** With what to do each time that so many messages were processed. */
    ProcessedOffset(OffsetStoring storing, Runnable due) {
        this.messages = storing.messages();
        this.due = due;
    }

    /** The message of an offset, and all before it, are processed; in the serial executor. */
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

    /** As {@link #handled}, in any thread. Of several calls the highest offset counts. */
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

    /** Whether all is processed up to an offset, {@link #NONE} for none. */
    public boolean reaches(long offset) {
        return offset == NONE || handled.getAcquire() == offset;
    }

    /** Is due for each message from now on: there is no later time at which it could be stored. */
    void storeEach() {
        storingEach = true;
    }

    /** The stream was created again; offsets of its messages, whose chunks were written since, begin anew. */
    void beginAgain(long chunkMillis) {
        sinceMillis = chunkMillis;
        handled.set(NONE);
        stored = NONE;
    }

    /** Whether the broker does not know yet. */
    boolean isNew() {
        return handled.getAcquire() != stored;
    }

    /** Nobody knows what the broker was told. */
    void forgetStored() {
        stored = NONE;
    }

    /** The offset to store, which is taken as stored. */
    long store() {
        stored = handled.getAcquire();
        return stored;
    }
}
