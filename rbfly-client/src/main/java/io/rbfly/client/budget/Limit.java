package io.rbfly.client.budget;

/** One of the two limits of a {@link Budget}: how much of it is held and reserved. Guarded by the budget. */
final class Limit {
    /** The part of the total that is taken in advance, so that not each message needs the budget. */
    private static final int STEP_PART = 64;

    private final long total;
    private final int guaranteedPart;
    private int shares;
    private volatile long guaranteed;
    /** The sum of what is held. It never exceeds the total, except by what had to be taken. */
    private long held;
    /** The sum of what is held or guaranteed, whichever is more for each share. */
    private long reserved;

    /** Creates a limit of which one part in so many is guaranteed. */
    Limit(long total, int guaranteedPart) {
        this.total = total;
        this.guaranteedPart = guaranteedPart;
    }

    /** What each share may use at any time; for use in any thread. */
    long guaranteed() {
        return guaranteed;
    }

    /** What is taken in advance. */
    long step() {
        return total / STEP_PART;
    }

    /** Starts to count again, for a number of shares that hold nothing. */
    void begin(int count) {
        shares = count;
        guaranteed = total < count ? 0 : Math.max(Math.min(1, total), total / guaranteedPart / count);
        held = 0;
        reserved = guaranteed * count;
    }

    /** The most that one share may hold. */
    long most() {
        return total - (shares - 1) * guaranteed;
    }

    /**
     * Whether a share may hold more than before.
     *
     * @param lending whether it may be lent more than is guaranteed
     */
    boolean allows(long before, long after, boolean lending) {
        if (after <= before) {
            return true;
        } else if (after <= guaranteed) {
            return held + after - before <= total;
        }
        return lending && reserved + increase(before, after) <= total;
    }

    void change(long before, long after) {
        held += after - before;
        reserved += increase(before, after);
    }

    private long increase(long before, long after) {
        return Math.max(after, guaranteed) - Math.max(before, guaranteed);
    }
}
