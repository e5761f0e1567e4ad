package io.rbfly.client.publish.frame;

import io.rbfly.client.publish.outcome.OutcomeListener;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one frame by publishing id, each with the listener of its outcome until it has one. Ids increase,
 * mostly by one, so a message is found without a map.
 */
public final class MessageSlots {
    private @Nullable OutcomeListener[] outcomes;
    /** Only if there are gaps between the ids. */
    private long @Nullable [] ids;

    private long firstId;
    private long lastId;
    private int count;
    private int unsettled;
    private int firstUnsettled;

    /** Creates slots for an expected number of messages, at least 1. */
    MessageSlots(int expected) {
        outcomes = new OutcomeListener[expected];
    }

    /** Adds a message with an id that is higher than those before. */
    void add(long id, OutcomeListener outcome) {
        if (count == 0) {
            firstId = id;
        }
        if (count == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, 2 * count);
        }
        if (ids != null || id != firstId + count) {
            addId(id);
        }
        outcomes[count++] = outcome;
        lastId = id;
        unsettled++;
    }

    private void addId(long id) {
        long[] all = ids;
        if (all == null) {
            all = new long[outcomes.length];
            for (int i = 0; i < count; i++) {
                all[i] = firstId + i;
            }
        } else if (all.length == count) {
            all = Arrays.copyOf(all, outcomes.length);
        }
        all[count] = id;
        ids = all;
    }

    /** The id of the last message. */
    long lastId() {
        return lastId;
    }

    /** The number of messages. */
    public int count() {
        return count;
    }

    /** The number of messages without an outcome. */
    public int unsettled() {
        return unsettled;
    }

    /** The index of the first message without an outcome; there must be one. */
    int firstUnsettled() {
        while (outcomes[firstUnsettled] == null) {
            firstUnsettled++;
        }
        return firstUnsettled;
    }

    /** Whether all ids are higher than this one. */
    boolean areBehind(long id) {
        return Long.compareUnsigned(firstId, id) > 0;
    }

    /** Whether the last id is at least this one. */
    boolean reach(long id) {
        return Long.compareUnsigned(lastId, id) >= 0;
    }

    /** Whether the message at an index has no outcome. */
    boolean isUnsettled(int index) {
        return outcomes[index] != null;
    }

    /** Removes the listener of a message; null if there is no such message, or it was removed before. */
    @Nullable
    OutcomeListener settle(long id) {
        int index = indexOf(id);
        return index < 0 ? null : settleAt(index);
    }

    /** Removes the listener of the message at an index; null if it was removed before. */
    @Nullable
    OutcomeListener settleAt(int index) {
        OutcomeListener outcome = outcomes[index];
        if (outcome != null) {
            outcomes[index] = null;
            unsettled--;
        }
        return outcome;
    }

    /** Removes all remaining listeners. */
    void settleAll(Consumer<OutcomeListener> each) {
        for (int i = 0; i < count; i++) {
            OutcomeListener outcome = settleAt(i);
            if (outcome != null) {
                each.accept(outcome);
            }
        }
    }

    /** Removes all remaining listeners; their messages still count until each is settled. */
    void expireAll(Consumer<OutcomeListener> each) {
        for (int i = 0; i < count; i++) {
            OutcomeListener outcome = outcomes[i];
            if (outcome != null) {
                outcomes[i] = OutcomeListener.Told.TOLD;
                each.accept(outcome);
            }
        }
    }

    /** The id of the message at an index. */
    long idAt(int index) {
        long[] gaps = ids;
        return gaps == null ? firstId + index : gaps[index];
    }

    /** The index of the message with an id, negative if there is none. */
    int indexOf(long id) {
        long[] gaps = ids;
        if (gaps == null) {
            long distance = id - firstId;
            return Long.compareUnsigned(distance, count) < 0 ? (int) distance : -1;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = Long.compareUnsigned(gaps[middle], id);
            if (comparison == 0) {
                return middle;
            } else if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
