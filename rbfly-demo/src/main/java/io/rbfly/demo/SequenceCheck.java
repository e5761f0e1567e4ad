package io.rbfly.demo;

import java.util.BitSet;

/** Counts the numbers from 0 that are missing or come again. Not safe for several threads. */
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

    /** How many different numbers came. */
    int distinct() {
        return distinct;
    }

    /** Numbers that never came, below the highest one that did. */
    long missing() {
        return missingBelow(seen.length());
    }

    /** Numbers that never came, below a bound. */
    long missingBelow(int bound) {
        return bound - seen.get(0, bound).cardinality();
    }

    /** How often a number came that had come before. */
    long repeated() {
        return repeated;
    }

    /** How often a number came for the first time, but after a higher one. */
    long outOfOrder() {
        return outOfOrder;
    }
}
