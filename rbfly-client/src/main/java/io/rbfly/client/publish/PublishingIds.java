package io.rbfly.client.publish;

/** The publishing ids of one publisher: unsigned and increasing. Guarded by the lock of the batch. */
final class PublishingIds {
    /** The highest id that the broker had stored or that was assigned. */
    private long last;

    /** The highest id that the broker had stored. */
    private long stored;

    private long lastGiven;
    private boolean anyGiven;

    /** Continues after the highest id stored by the broker. */
    void startAfter(long id) {
        last = id;
        stored = id;
    }

    /** Whether the broker had stored an id at the start, as far as is known: zero may also stand for none. */
    boolean isStored(long id) {
        return stored != 0 && Long.compareUnsigned(id, stored) <= 0;
    }

    /** The highest id that the broker had stored at the start or that was assigned; zero if there is neither. */
    long last() {
        return last;
    }

    /**
     * Returns an unused id.
     *
     * @throws IllegalStateException if all 64-bit ids were assigned
     */
    long next() {
        if (last == -1) {
            throw new IllegalStateException("all 64-bit publishing ids are used");
        }
        return last + 1;
    }

    /**
     * Checks an id chosen by the application. It may be one that the broker has stored: that is how repeated messages
     * are dropped.
     *
     * @throws IllegalArgumentException if it is not higher than all assigned ids
     */
    void requireLarger(long id) {
        if (anyGiven && Long.compareUnsigned(id, lastGiven) <= 0) {
            throw new IllegalArgumentException("publishing id: " + Long.toUnsignedString(id)
                    + " (expected: larger than the last one, " + Long.toUnsignedString(lastGiven) + ")");
        }
    }

    /** Marks an id as assigned to a message. */
    void given(long id) {
        anyGiven = true;
        lastGiven = id;
        if (Long.compareUnsigned(id, last) > 0) {
            last = id;
        }
    }
}
