package io.rbfly.client.publish;

/** The publishing ids of one publisher: unsigned, and each larger than those before. Guarded by the batch's lock. */
final class PublishingIds {
    /** The largest that the broker had, or that was given. */
    private long last;

    private long lastGiven;
    private boolean anyGiven;

    /** Goes on behind what the broker has. */
    void startBehind(long id) {
        last = id;
    }

    /** The largest that the broker had at the start, or that was given; zero when there is neither. */
    long last() {
        return last;
    }

    /**
     * An id that no message has yet.
     *
     * @throws IllegalStateException when the last of 64 bits was given
     */
    long next() {
        if (last == -1) {
            throw new IllegalStateException("all 64-bit publishing ids are used");
        }
        return last + 1;
    }

    /**
     * Checks an id that the application chose. It may be one that the broker has: that is how repeated messages are
     * dropped.
     *
     * @throws IllegalArgumentException when it is not larger than all that were given
     */
    void requireLarger(long id) {
        if (anyGiven && Long.compareUnsigned(id, lastGiven) <= 0) {
            throw new IllegalArgumentException("publishing id: " + Long.toUnsignedString(id)
                    + " (expected: larger than the last one, " + Long.toUnsignedString(lastGiven) + ")");
        }
    }

    /** A message got this id. */
    void given(long id) {
        anyGiven = true;
        lastGiven = id;
        if (Long.compareUnsigned(id, last) > 0) {
            last = id;
        }
    }
}
