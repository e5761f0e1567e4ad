package io.rbfly.demo;

import java.util.BitSet;

/** Counts the numbers from 0 that are missing or repeated. Not thread safe. */
final class SequenceCheck {
    private final BitSet seen = new BitSet();
    private int distinct;
    private long repeated;
    private long outOfOrder;

    void add(int number) {
        if (seen.get(number)) {
            repeated++;
            return;
        }
        if (number < seen.length()) {
            outOfOrder++;
        }
        seen.set(number);
        distinct++;
    }

    /** Returns how many different numbers were received. */
    int distinct() {
        return distinct;
    }

    /** Returns how many numbers below the highest received one were never received. */
    long missing() {
        return missingBelow(seen.length());
    }

    /** Returns how many numbers below a bound were never received. */
    long missingBelow(int bound) {
        return bound - seen.get(0, bound).cardinality();
    }

    /** Returns how many received numbers had been received before. */
    long repeated() {
        return repeated;
    }

    /** Returns how many numbers were received for the first time after a higher one. */
    long outOfOrder() {
        return outOfOrder;
    }
}
