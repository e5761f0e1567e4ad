package io.rbfly.testkit.proxy;

import java.time.Duration;

/** The faults of one direction, for all connections. */
final class Faults {
    private volatile boolean frozen;
    private volatile long delayMillis;
    private long untilCorrupt = -1;

    boolean frozen() {
        return frozen;
    }

    void frozen(boolean frozen) {
        this.frozen = frozen;
    }

    void delay(Duration delay) {
        delayMillis = delay.toMillis();
    }

    long delayMillis() {
        return delayMillis;
    }

    /** Inverts the bits of the byte after a number of other bytes. */
    synchronized void corruptAfter(long bytes) {
        untilCorrupt = bytes;
    }

    synchronized boolean corruptionPending() {
        return untilCorrupt >= 0;
    }

    synchronized void corrupt(byte[] bytes, int length) {
        if (untilCorrupt >= 0 && untilCorrupt < length) {
            bytes[(int) untilCorrupt] ^= (byte) 0xff;
        }
        untilCorrupt = Math.max(-1, untilCorrupt - length);
    }
}
