package io.rbfly.client.budget;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A budget of messages, or chunks, and bytes for all partitions of a super stream. For use in any thread, except for
 * {@link #wake}.
 *
 * <p>A part of it is guaranteed to the partitions, in equal parts. The rest is lent to those that need more. What is
 * lent returns when it is no longer held. A partition that gets nothing waits in line, and nobody is lent anything
 * before it. One that holds nothing always gets what it needs next, such as a frame or a chunk, whatever the others
 * hold: so nobody waits for a partition that has stopped, and the budget may be exceeded by that much for each.
 *
 * <p>Its lock is the innermost one: no other lock is acquired, and no other code called, while it is held.
 */
public final class Budget {
    private final Limit messages;
    private final Limit bytes;
    private final Set<Share> shares = new LinkedHashSet<>();
    private final ArrayDeque<Share> line = new ArrayDeque<>();
    private volatile boolean waiting;
    private int partitions = 1;
    /** Used on the event loop only. */
    private boolean waking;

    /** Creates a budget that nobody shares yet, of which one part in so many is guaranteed, and the rest lent. */
    public Budget(long messages, long bytes, int guaranteedPart) {
        this.messages = new Limit(messages, guaranteedPart);
        this.bytes = new Limit(bytes, guaranteedPart);
        count();
    }

    /**
     * Reserves the guaranteed parts of a number of partitions, whether they have a share yet or not. Called on the
     * event loop; if they are fewer, those that wait get what is no longer reserved.
     */
    public void partitions(int count) {
        synchronized (this) {
            partitions = count;
            count();
        }
        wake();
    }

    /**
     * Adds a share.
     *
     * @param granted called on the event loop when the share has got what it waited for
     */
    public synchronized Share join(Runnable granted) {
        Share share = new Share(this, messages, bytes, granted);
        shares.add(share);
        count();
        return share;
    }

    private void count() {
        int all = Math.max(1, Math.max(partitions, shares.size()));
        messages.begin(all);
        bytes.begin(all);
        shares.forEach(share -> {
            messages.change(0, share.messages());
            bytes.change(0, share.bytes());
        });
    }

    /** Removes a share, and returns what it holds. */
    synchronized void leave(Share share) {
        remove(share);
        shares.remove(share);
        count();
    }

    /**
     * Lets a share hold more.
     *
     * @param first whether it holds nothing yet; then it does in any case
     * @param ahead whether to take more in advance, if there is more
     * @return whether it does
     */
    synchronized boolean raise(Share share, long toMessages, long toBytes, boolean first, boolean ahead) {
        boolean lending = line.isEmpty() || line.peek() == share;
        return ahead && raiseTo(share, toMessages + messages.step(), toBytes + bytes.step(), lending, false)
                || raiseTo(share, toMessages, toBytes, lending, first);
    }

    private boolean raiseTo(Share share, long toMessages, long toBytes, boolean lending, boolean first) {
        boolean allowed = first
                || messages.allows(share.messages(), toMessages, lending)
                        && bytes.allows(share.bytes(), toBytes, lending);
        if (allowed) {
            change(share, Math.max(share.messages(), toMessages), Math.max(share.bytes(), toBytes));
        }
        return allowed;
    }

    /** Changes what a share holds, whatever is left. */
    synchronized void change(Share share, long toMessages, long toBytes) {
        if (shares.contains(share)) {
            messages.change(share.messages(), toMessages);
            bytes.change(share.bytes(), toBytes);
            share.hold(toMessages, toBytes);
        }
    }

    /** Raises a share, or puts it in line if it does not wait yet and could ever get so much. */
    synchronized boolean raiseOrWait(Share share, long toMessages, long toBytes, boolean first, boolean ahead) {
        boolean raised = raise(share, toMessages, toBytes, first, ahead);
        if (raised || toMessages > messages.most() || toBytes > bytes.most()) {
            remove(share);
        } else {
            share.want(toMessages, toBytes, ahead);
            if (!share.isWaiting()) {
                line.add(share);
                share.waits(true);
                waiting = true;
            }
        }
        return raised;
    }

    /** A share does not wait any more. The next in line may get what it waits for: {@link #wake} tells. */
    synchronized void remove(Share share) {
        if (share.isWaiting()) {
            line.remove(share);
            share.waits(false);
            waiting = !line.isEmpty();
        }
    }

    /**
     * Grants what has returned to those that wait for it, in turn. To be called on the event loop, without a lock,
     * after something has returned.
     */
    public void wake() {
        if (!waiting || waking) {
            return;
        }
        waking = true;
        try {
            for (Share next = grantNext(); next != null; next = grantNext()) {
                next.granted();
            }
        } finally {
            waking = false;
        }
    }

    private synchronized @Nullable Share grantNext() {
        Share next = line.peek();
        return next != null && next.raiseToWanted() ? next : null;
    }

    /** What is held by all together, in messages; for tests. */
    synchronized long heldMessages() {
        return shares.stream().mapToLong(Share::messages).sum();
    }

    /** What is held by all together, in bytes; for tests. */
    synchronized long heldBytes() {
        return shares.stream().mapToLong(Share::bytes).sum();
    }
}
