package io.rbfly.client.subscribe;

import io.rbfly.client.api.OffsetStoring;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the application has dealt with messages, and how much of that the broker was told. Written by the subscription's
 * serial executor, read on the event loop, without waiting for each other.
 */
final class HandledOffset {
    private static final long NONE = -1;

    private final int messages;
    private final Runnable due;
    private final AtomicLong handled = new AtomicLong(NONE);
    /** In the serial executor only. */
    private int count;
    /** On the event loop only. */
    private long stored = NONE;

    /** With what to do each time that so many messages were dealt with. */
    HandledOffset(OffsetStoring storing, Runnable due) {
        this.messages = storing.messages();
        this.due = due;
    }

    /** A message was dealt with. */
    void handled(long offset) {
        handled.setRelease(offset);
        if (++count >= messages) {
            count = 0;
            due.run();
        }
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
