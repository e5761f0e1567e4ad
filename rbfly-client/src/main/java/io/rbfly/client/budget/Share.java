package io.rbfly.client.budget;

/** What one partition holds of a {@link Budget}. For use in any thread. */
public final class Share {
    private final Budget budget;
    private final Limit ofMessages;
    private final Limit ofBytes;
    private final Runnable granted;
    private volatile long messages;
    private volatile long bytes;
    /** Whether it is in line. */
    private volatile boolean waiting;

    /** What it waits for. Guarded by the budget. */
    private long wantedMessages;

    private long wantedBytes;
    private boolean ahead;

    Share(Budget budget, Limit ofMessages, Limit ofBytes, Runnable granted) {
        this.budget = budget;
        this.ofMessages = ofMessages;
        this.ofBytes = ofBytes;
        this.granted = granted;
    }

    /** The budget. */
    public Budget budget() {
        return budget;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    boolean isWaiting() {
        return waiting;
    }

    void waits(boolean inLine) {
        waiting = inLine;
    }

    void hold(long nextMessages, long nextBytes) {
        messages = nextMessages;
        bytes = nextBytes;
    }

    void want(long toMessages, long toBytes, boolean takesAhead) {
        wantedMessages = toMessages;
        wantedBytes = toBytes;
        ahead = takesAhead;
    }

    /** Called with the lock of the budget. */
    boolean raiseToWanted() {
        return budget.raiseOrWait(this, wantedMessages, wantedBytes, false, ahead);
    }

    void granted() {
        granted.run();
    }

    /** The messages that are guaranteed to each partition. */
    public long guaranteedMessages() {
        return ofMessages.guaranteed();
    }

    /** Whether this is guaranteed or held. Needs no lock. */
    public boolean covers(long useMessages, long useBytes) {
        return useMessages <= Math.max(messages, ofMessages.guaranteed())
                && useBytes <= Math.max(bytes, ofBytes.guaranteed());
    }

    /**
     * Holds at least so much, or waits for it.
     *
     * @param isFirst whether nothing is held yet; then it never waits
     */
    public boolean raise(long toMessages, long toBytes, boolean isFirst) {
        return budget.raiseOrWait(this, toMessages, toBytes, isFirst, false);
    }

    /** As {@link #raise}, but does not wait. */
    public boolean raiseNow(long toMessages, long toBytes) {
        return budget.raise(this, toMessages, toBytes, false, false);
    }

    /**
     * Whether so much is guaranteed or held, or can be held from now on, with a little more in advance. If not, waits
     * for it. Needs no lock while it waits already.
     */
    public boolean reach(long useMessages, long useBytes) {
        return covers(useMessages, useBytes) || !waiting && reachOrWait(useMessages, useBytes);
    }

    /** As {@link #reach}, but if it waits already, it waits for this from now on. */
    public boolean reachAgain(long useMessages, long useBytes) {
        if (covers(useMessages, useBytes)) {
            stopWaiting();
            return true;
        }
        return reachOrWait(useMessages, useBytes);
    }

    private boolean reachOrWait(long useMessages, long useBytes) {
        return budget.raiseOrWait(this, useMessages, useBytes, false, true);
    }

    /** As {@link #reach}, but does not wait. */
    public boolean reachNow(long useMessages, long useBytes) {
        return covers(useMessages, useBytes) || budget.raise(this, useMessages, useBytes, false, true);
    }

    /** Holds so much, whatever is left: it is there already. */
    public void set(long toMessages, long toBytes) {
        if (messages != toMessages || bytes != toBytes) {
            budget.change(this, toMessages, toBytes);
        }
    }

    /** Holds at most so much; {@link Budget#wake} is to be called afterwards. */
    public void lower(long toMessages, long toBytes) {
        if (messages > toMessages || bytes > toBytes) {
            budget.change(this, Math.min(messages, toMessages), Math.min(bytes, toBytes));
        }
    }

    /** Waits no more; {@link Budget#wake} is to be called afterwards. */
    public void stopWaiting() {
        if (waiting) {
            budget.remove(this);
        }
    }

    /** Returns all for good; {@link Budget#wake} is to be called afterwards. */
    public void leave() {
        budget.leave(this);
    }
}
