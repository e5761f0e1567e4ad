package io.rbfly.client.publish;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.budget.Share;

/**
 * The limits of {@link PublisherOptions} for the publishers of all partitions together. There are three budgets: of
 * what is unconfirmed, which is kept exactly and used on the event loop; of what is accepted, which says who waits for
 * room, in any thread; and of the memory of what waits to be sent.
 */
public final class PublisherBudget {
    /** A quarter is guaranteed, so that a partition can have three quarters if the others are idle. */
    private static final int GUARANTEED_PART = 4;

    private final Budget unconfirmed;
    private final Budget accepted;
    private final Budget pending;

    /** Creates the budget for the limits of options. */
    public PublisherBudget(PublisherOptions options) {
        this.unconfirmed = new Budget(options.maxUnconfirmed(), options.maxUnconfirmedBytes(), GUARANTEED_PART);
        this.accepted = new Budget(options.maxUnconfirmed(), options.maxUnconfirmedBytes(), GUARANTEED_PART);
        this.pending = new Budget(0, options.maxPendingBytes(), GUARANTEED_PART);
    }

    /** Sets the number of partitions, to each of which a part is guaranteed. */
    public void partitions(int count) {
        unconfirmed.partitions(count);
        accepted.partitions(count);
        pending.partitions(count);
    }

    /**
     * The options of one of several partitions: their limits, which determine the size of frames, are such that a frame
     * fits into what is guaranteed.
     */
    public static PublisherOptions forPartition(PublisherOptions options, int partitions) {
        return options.withMaxUnconfirmed(Math.max(1, options.maxUnconfirmed() / partitions))
                .withMaxUnconfirmedBytes(Math.max(1, options.maxUnconfirmedBytes() / partitions / 2))
                .withMaxPendingBytes(Math.max(1, options.maxPendingBytes() / partitions));
    }

    /** The shares of one publisher. */
    record Shares(Share unconfirmed, Share accepted, Share pending) {
        /** Gives those that wait what has returned; on the event loop, without a lock. */
        void wakeOthers() {
            unconfirmed.budget().wake();
            accepted.budget().wake();
        }

        /** Returns all for good. */
        void leave() {
            unconfirmed.leave();
            accepted.leave();
            pending.leave();
            wakeOthers();
        }
    }

    /**
     * Adds a publisher.
     *
     * @param send called on the event loop when it may send
     * @param accept called on the event loop when it may accept more
     */
    Shares join(Runnable send, Runnable accept) {
        return new Shares(unconfirmed.join(send), accepted.join(accept), pending.join(() -> {}));
    }
}
