package io.rbfly.demo.groups;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Checks which messages the consumers have processed. Numbers increase in each partition, so that one that is not
 * higher than the one before was repeated, or is out of order. After a reader was lost, its partitions may go back
 * once.
 *
 * <p>Thread safe: each consumer has a thread of its own.
 */
final class ProcessedCheck {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final Map<String, Position> positions = new HashMap<>();
    private final Map<String, String> partitionsOfKeys = new HashMap<>();
    private final BitSet seen = new BitSet();
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private int published = UNKNOWN;
    private long processed;
    private long repeated;
    private long repeatedAfterLoss;
    private long outOfOrder;
    private long strayKeys;

    /** A consumer has processed a message. */
    synchronized void processed(String partition, String key, int number) {
        processed++;
        Position position = positions.computeIfAbsent(partition, p -> new Position());
        boolean forward = position.mayGoBack || number > position.last;
        if (!seen.get(number)) {
            outOfOrder += forward ? 0 : 1;
        } else if (forward) {
            repeatedAfterLoss++;
        } else {
            repeated++;
        }
        seen.set(number);
        position.last = number;
        position.mayGoBack = false;
        if (!partitionsOfKeys.computeIfAbsent(key, k -> partition).equals(partition)) {
            strayKeys++;
        }
        completeIfAll();
    }

    /** The reader of a partition was lost: the next one starts after the last offset that was stored. */
    synchronized void readerLost(String partition) {
        positions.computeIfAbsent(partition, p -> new Position()).mayGoBack = true;
    }

    /** All messages are published, and stored: those with the numbers below this one. */
    synchronized void allPublished(int messages) {
        published = messages;
        completeIfAll();
    }

    private void completeIfAll() {
        if (seen.cardinality() >= published) {
            all.complete(null);
        }
    }

    /** Returns a future that completes when all messages are published and processed. */
    CompletableFuture<Void> all() {
        return all;
    }

    /** Returns whether it is known how many messages there are. */
    synchronized boolean isComplete() {
        return published != UNKNOWN;
    }

    /** Returns how often a message was processed. */
    synchronized long processed() {
        return processed;
    }

    /** Returns how many messages were published but never processed; 0 until all are published. */
    synchronized long missing() {
        return published == UNKNOWN ? 0 : published - seen.get(0, published).cardinality();
    }

    /** Returns how often a message was processed again although its reader had handed over in order. */
    synchronized long repeated() {
        return repeated;
    }

    /** Returns how often a message was processed again because its reader was lost. */
    synchronized long repeatedAfterLoss() {
        return repeatedAfterLoss;
    }

    /** Returns how often a message was processed for the first time after a later one of its partition. */
    synchronized long outOfOrder() {
        return outOfOrder;
    }

    /** Returns how many messages were in another partition than an earlier one with the same key. */
    synchronized long strayKeys() {
        return strayKeys;
    }

    /** How far a partition was processed. */
    private static final class Position {
        int last = -1;
        boolean mayGoBack;
    }
}
